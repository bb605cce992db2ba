import { AppError } from '../../../domain/errors.js';
import { number } from './columns.js';
import type { Sqlite } from './sqlite.js';

/**
 * Which version of its tables a database has; 0 where it is new and empty. Throws `unavailable` for one that a program
 * made that knows a newer version than `known`, or that is none of this program.
 */
export function tablesVersion(database: Sqlite, known: number): number {
  const version = number(database.pragma('user_version'));
  if (version > known) {
    throw new AppError(
      'unavailable',
      `The store was made by a newer program: its schema version is ${version}, this one reads ${known}`,
    );
  }
  if (version === 0 && database.prepare('SELECT 1 FROM sqlite_master').row() !== undefined) {
    throw new AppError('unavailable', 'This is a database, but none of this program');
  }
  return version;
}
