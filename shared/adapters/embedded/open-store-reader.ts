import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { UserStore } from '../../ports/user-store.js';
import { sqliteChangeLog } from './changes/change-log.js';
import { changeSequence } from './changes/change-sequence.js';
import { openSqlite } from './database/sqlite.js';
import { userRecords } from './users/user-records.js';

/** A store as it was at one moment. */
export interface StoreReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
  close(): void;
}

/**
 * Opens the store of a folder beside whoever has it open, in this or any other process or thread, and takes no lock on
 * it. Everything that is read belongs to the moment of opening, whatever is written meanwhile; the write-ahead log cannot
 * shrink until `close`. Throws `unavailable` where there is no store or it cannot be read.
 */
export function openStoreReader(folder: string): StoreReader {
  const path = join(folder, 'store.db');
  if (!existsSync(path)) throw new AppError('unavailable', `There is no store in ${folder}`);
  const database = openSqlite(path);
  try {
    // libsql (0.5.29) opens for writing whatever it is told.
    database.pragma('query_only = ON');
    database.execute('BEGIN');
    const sequence = changeSequence(database);
    const records = userRecords(database);
    return {
      changes: sqliteChangeLog(database, sequence),
      users: {
        get: async (id) => records.get(id),
        list: async (after, limit) => records.list(after, limit),
      },
      close() {
        database.execute('COMMIT');
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
