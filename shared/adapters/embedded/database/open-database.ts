import { AppError } from '../../../domain/errors.js';
import { openSqlite, type Sqlite } from './sqlite.js';

/** The database of a file, once `prepare` has made it ready. Failures name the file. */
export function openDatabase(path: string, prepare: (database: Sqlite) => void): Sqlite {
  const database = openSqlite(path);
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw withPath(error, path);
  }
}

function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, `${path}: ${error.message}`, { cause: error });
}
