import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { AppError } from '../../domain/errors.js';
import type { ImportFolder } from '../../ports/import-folder.js';
import { unlessMissing } from './durable.js';

export const importFolder = (folder: string): ImportFolder => ({
  async find(name) {
    if (isAbsolute(name) || name.split(/[/\\]/).some(isNoName))
      throw refusal(name, 'expected the name of a file in the import folder');
    const path = await unlessMissing(realpath(join(folder, name)));
    if (path === undefined) throw refusal(name, 'there is no such file in the import folder');
    if (!path.startsWith((await realpath(folder)) + sep))
      throw refusal(name, 'this link leads out of the import folder');
    const found = await stat(path);
    if (found.isFile() || found.isDirectory()) return path;
    throw refusal(name, 'expected a file or a folder');
  },
});

const isNoName = (part: string) => ['', '.', '..'].includes(part);

function refusal(name: string, reason: string): AppError {
  return new AppError('invalid', `${reason}, got ${JSON.stringify(name.slice(0, 60))}`);
}
