import { join } from 'node:path';
import { AppError } from '../../../domain/errors.js';
import { prepareSchema } from './schema.js';
import { openSqlite, type Sqlite } from './sqlite.js';

/** The database of a folder that is locked already, with its tables. Failures name the file. */
export function openStoreDatabase(folder: string): Sqlite {
  const path = join(folder, 'store.db');
  const database = openSqlite(path);
  try {
    for (const setting of settings) database.pragma(setting);
    prepareSchema(database);
    return database;
  } catch (error) {
    database.close();
    throw withPath(error, path);
  }
}

/** Full synchronisation: an acknowledged write outlives the machine's power, not only the process. */
const settings = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'cache_size = -16000',
  'journal_size_limit = 67108864',
];

function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, `${path}: ${error.message}`, { cause: error });
}
