import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileArtifactStore } from '../../../../../shared/adapters/files/artifact-store.js';
import { sha256 } from '../../../../../shared/adapters/files/sha256.js';
import type { ArtifactStore } from '../../../../../shared/ports/artifact-store.js';

let folder: string;
let store: ArtifactStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
  store = fileArtifactStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const drafts = () => readdir(join(folder, '.drafts'));

test('what a killed writer left is swept after a quarter of an hour, and not what is being written', async () => {
  await store.write('a', Buffer.from('x'));
  const [old, young] = [join(folder, '.drafts', 'old'), join(folder, '.drafts', 'young')];
  await writeFile(old, 'half');
  await writeFile(young, 'half');
  const then = new Date(Date.now() - 901_000);
  await utimes(old, then, then);
  await store.write('b', Buffer.from('x'));
  expect(await drafts()).toEqual(['young']);
});

test('a write leaves no draft behind, whether it succeeds or not', async () => {
  await store.write('a', Buffer.from('x'));
  await store.write('a', Buffer.from('y')).catch(() => undefined);
  await store.write('a/below-a-file', Buffer.from('z')).catch(() => undefined);
  expect(await drafts()).toEqual([]);
});

test('a path that cannot be written is told with the reason', async () => {
  await store.write('a', Buffer.from('x'));
  await expect(store.write('a/b', Buffer.from('y'))).rejects.toMatchObject({
    ...{ code: 'unavailable', message: expect.stringMatching(/a\/b could not be written: E/) },
  });
});

test('where no folder can be there is nothing, and nothing can be written', async () => {
  await writeFile(join(folder, 'models'), 'a file');
  const misplaced = fileArtifactStore(join(folder, 'models', 'deeper'));
  expect(await misplaced.list('')).toEqual([]);
  await expect(misplaced.write('a', Buffer.from('x'))).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test('of a pointer the last twenty moves are kept', async () => {
  for (let move = 0; move < 30; move++) {
    await store.movePointer('serving', `v${move}`, (await store.pointer('serving'))?.mark);
  }
  const kept = (await readdir(join(folder, '.pointers', 'serving'))).map(Number);
  expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => 11 + at));
  expect(await store.movePointer('serving', 'late', '3')).toBe(false);
  expect((await store.pointer('serving'))?.value).toBe('v29');
});

test('folders go with the last file in them', async () => {
  await store.write('files/v1/a/x', Buffer.from('x'));
  await store.write('files/v1/b/x', Buffer.from('x'));
  await store.removeAll('files/v1/a/');
  expect(await readdir(join(folder, 'files', 'v1'))).toEqual(['b']);
  await store.removeAll('files/');
  expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
});

test('a hash is that of the bytes that are seen, not of the buffer that they lie in', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(abc);
});
