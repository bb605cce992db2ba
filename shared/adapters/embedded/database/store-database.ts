import { join } from 'node:path';
import { openDatabase } from './open-database.js';
import { prepareSchema } from './schema.js';
import type { Sqlite } from './sqlite.js';

/** The database of a folder that is locked already, with its tables. Failures name the file. */
export function openStoreDatabase(folder: string): Sqlite {
  return openDatabase(join(folder, 'store.db'), (database) => {
    for (const setting of settings) database.pragma(setting);
    prepareSchema(database);
  });
}

/** Full synchronisation: an acknowledged write outlives the machine's power, not only the process. */
const settings = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'cache_size = -16000',
  'journal_size_limit = 67108864',
];
