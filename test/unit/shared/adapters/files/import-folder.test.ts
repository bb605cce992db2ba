import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { importFolder } from '../../../../../shared/adapters/files/import-folder.js';
import { folderWith } from '../../../../support/datasets.js';

let outside: string;
let folder: string;
beforeEach(() => {
  outside = folderWith({ 'secret.csv': 'a\n' });
  folder = join(outside, 'imports');
  mkdirSync(join(folder, 'ml-100k'), { recursive: true });
});

const find = (name: string) => importFolder(folder).find(name);
const put = (name: string, target: string) => symlinkSync(target, join(folder, name));

test('a name is found as a file or as a folder, in folders of the folder too', async () => {
  put('log.csv', join(folder, 'ml-100k'));
  expect(await find('ml-100k')).toBe(join(folder, 'ml-100k'));
  mkdirSync(join(folder, 'ml-100k', 'u.data'));
  expect(await find('ml-100k/u.data')).toBe(join(folder, 'ml-100k', 'u.data'));
});

test('a link inside the folder is followed', async () => {
  put('latest', 'ml-100k');
  expect(await find('latest')).toBe(join(folder, 'ml-100k'));
});

test('the folder itself may be a link', async () => {
  const link = join(outside, 'link');
  symlinkSync(folder, link);
  expect(await importFolder(link).find('ml-100k')).toBe(join(folder, 'ml-100k'));
});

test.each([
  '../secret.csv',
  'ml-100k/../../secret.csv',
  'ml-100k/../ml-100k',
  '..\\secret.csv',
  '/etc/passwd',
  '..',
  '.',
  '',
  './ml-100k',
  'ml-100k/',
])('a path is no name: %j', async (name) => {
  await expect(find(name)).rejects.toMatchObject({
    code: 'invalid',
    message: `expected the name of a file in the import folder, got ${JSON.stringify(name)}`,
  });
});

test.each(['secret.csv', 'folder'])(
  'a link that leads out of the folder is refused: %s',
  async (name) => {
    put('secret.csv', join(outside, 'secret.csv'));
    put('folder', outside);
    await expect(find(name)).rejects.toMatchObject({
      code: 'invalid',
      message: `this link leads out of the import folder, got "${name}"`,
    });
    await expect(find('folder/secret.csv')).rejects.toThrow('leads out of the import folder');
  },
);

test.each(['gone.csv', 'ml-100k/gone.csv', 'dangling'])(
  'what is not there is missing: %s',
  async (name) => {
    put('dangling', 'nowhere');
    await expect(find(name)).rejects.toMatchObject({
      code: 'invalid',
      message: `there is no such file in the import folder, got "${name}"`,
    });
  },
);

test('nothing is there where the folder is not', async () => {
  await expect(importFolder(join(outside, 'none')).find('a.csv')).rejects.toThrow('no such file');
});

test('what is neither file nor folder is refused', async () => {
  const server = createServer().listen(join(folder, 'socket'));
  onTestFinished(() => void server.close());
  await expect(find('socket')).rejects.toThrow('expected a file or a folder, got "socket"');
});
