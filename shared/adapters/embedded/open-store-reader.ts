import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { TextIndex } from '../../ports/text-index.js';
import type { UserStore } from '../../ports/user-store.js';
import { sqliteChangeLog } from './changes/change-log.js';
import { changePlaces, logEndReader } from './changes/change-places.js';
import { openDatabase } from './database/open-database.js';
import { demandSchema } from './database/schema.js';
import type { Sqlite } from './database/sqlite.js';
import { sqliteTextIndex } from './text/text-index.js';
import { userRecords } from './users/user-records.js';

/** What can be read of a store that another process has. */
export interface StoreReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
  close(): void;
}

/** What keeps up with a store can also be searched. */
export interface StoreFollower extends StoreReader {
  readonly textIndex: TextIndex;
}

/**
 * Opens the store of a folder beside whoever has it open, in this or any other process or thread, and takes no lock on
 * it. Everything that is read belongs to the moment of opening, whatever is written meanwhile; the write-ahead log cannot
 * shrink until `close`. Throws `unavailable` where there is no store or it cannot be read.
 */
export function openStoreReader(folder: string): StoreReader {
  return openForReading(folder, (database) => {
    database.execute('BEGIN');
    return {
      changes: sqliteChangeLog(database, changePlaces(logEndReader(database)())),
      users: usersOf(database),
      close() {
        database.execute('COMMIT');
        database.close();
      },
    };
  });
}

/**
 * Opens the store likewise, to keep up with it: each call reads what has been written by then. A cursor from before the
 * store was emptied is `invalid`.
 */
export function openStoreFollower(folder: string): StoreFollower {
  return openForReading(folder, (database) => ({
    changes: followedLog(database),
    users: usersOf(database),
    textIndex: sqliteTextIndex(database),
    close: database.close,
  }));
}

function followedLog(database: Sqlite): ChangeLog {
  const read = logEndReader(database);
  const end = read();
  const log = sqliteChangeLog(database, changePlaces(end));
  return {
    // The log has read all it needs when it returns its promise.
    after: async (cursor, limit) =>
      database.snapshot(() => {
        Object.assign(end, read());
        return log.after(cursor, limit);
      }),
    covers(reached, wanted) {
      Object.assign(end, read());
      return log.covers(reached, wanted);
    },
  };
}

function openForReading<T extends StoreReader>(folder: string, make: (database: Sqlite) => T): T {
  const path = join(folder, 'store.db');
  if (!existsSync(path)) throw new AppError('unavailable', `There is no store in ${folder}`);
  const database = openDatabase(path, (opened) => {
    // While its owner sets the log up or puts it away.
    opened.pragma('busy_timeout = 5000');
    // libsql (0.5.29) opens for writing whatever it is told.
    opened.pragma('query_only = ON');
    demandSchema(opened);
  });
  try {
    return make(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function usersOf(database: Sqlite): StoreReader['users'] {
  const records = userRecords(database);
  return {
    get: async (id) => records.get(id),
    list: async (after, limit) => records.list(after, limit),
  };
}
