import { join } from 'node:path';
import { makeFolder } from '../database/data-folder.js';
import { openDatabase } from '../database/open-database.js';
import { patiently } from '../database/patiently.js';
import type { Sqlite } from '../database/sqlite.js';
import { prepareVectorSchema } from './vector-schema.js';

/**
 * A page holds a dozen vectors, where SQLite's own size would waste up to half of itself. What a machine that lost its
 * power forgot is made again of the catalogue, so nobody waits until a write is on the disk.
 */
const settings = [
  'busy_timeout = 5000',
  'page_size = 16384',
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'cache_size = -8000',
  'journal_size_limit = 67108864',
];

export const vectorFile = (folder: string) => join(folder, 'vectors.db');

/** Opens the vectors of a folder, or makes folder and database. Throws `unavailable` where either cannot be used. */
export function openVectorDatabase(folder: string): Sqlite {
  makeFolder(folder);
  return openDatabase(vectorFile(folder), (database) =>
    patiently(() => {
      for (const setting of settings) database.pragma(setting);
      prepareVectorSchema(database);
    }),
  );
}
