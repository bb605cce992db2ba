import { join } from 'node:path';
import { AppError } from '../../domain/errors.js';
import type { Bookmarks } from '../../ports/bookmarks.js';
import type { CatalogStore } from '../../ports/catalog-store.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { EventStore } from '../../ports/event-store.js';
import type { SessionStore, UserStore } from '../../ports/user-store.js';
import { sqliteBookmarks } from './bookmarks.js';
import { sqliteCatalogStore } from './catalog-store.js';
import { sqliteChangeLog } from './change-log.js';
import { changeSequence } from './change-sequence.js';
import { sqliteEventStore } from './event-store.js';
import { lockFolder } from './folder-lock.js';
import { prepareSchema } from './schema.js';
import { sqliteSessionStore } from './session-store.js';
import { openSqlite, type Sqlite } from './sqlite.js';
import { sqliteUserStore } from './user-store.js';

export interface EmbeddedStore {
  readonly catalog: CatalogStore;
  readonly events: EventStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly changes: ChangeLog;
  readonly bookmarks: Bookmarks;
  /** Ends the writes that wait and gives the folder free; later reads and writes are `unavailable`. */
  close(): void;
}

/**
 * Opens the store of a folder, or makes one. One process at a time: throws `conflict` while another has it open,
 * `unavailable` where the folder or what lies in it cannot be used. A write is on disk (fsync) before its promise settles.
 */
export function openEmbeddedStore(folder: string): EmbeddedStore {
  const lock = lockFolder(folder);
  try {
    return storeOn(openDatabase(join(folder, 'store.db')), lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function storeOn(database: Sqlite, lock: { release(): void }): EmbeddedStore {
  const sequence = changeSequence(database);
  let isOpen = true;
  const events = sqliteEventStore(database, sequence);
  return {
    catalog: sqliteCatalogStore(database, sequence),
    events,
    users: sqliteUserStore(database, sequence),
    sessions: sqliteSessionStore(database),
    changes: sqliteChangeLog(database, sequence),
    bookmarks: sqliteBookmarks(database),
    close() {
      if (!isOpen) return;
      isOpen = false;
      events.flush();
      database.close();
      lock.release();
    },
  };
}

function openDatabase(path: string): Sqlite {
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
