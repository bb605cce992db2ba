import { join } from 'node:path';
import { makeFolder } from '../database/data-folder.js';
import { openDatabase } from '../database/open-database.js';
import { isLocked, type Sqlite } from '../database/sqlite.js';
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

const retryMs = 5;
const maxRetries = 1_000;

/** SQLite refuses to change the journal's mode at once while another process does, whatever its timeout. */
function patiently(work: () => void): void {
  for (let retries = 0; ; retries += 1) {
    try {
      work();
      return;
    } catch (error) {
      if (!isLocked(error) || retries === maxRetries) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
  }
}
