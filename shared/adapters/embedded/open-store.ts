import { join } from 'node:path';
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
  /** Gives the folder free; no other member may be used afterwards. */
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
  return {
    catalog: sqliteCatalogStore(database, sequence),
    events: sqliteEventStore(database, sequence),
    users: sqliteUserStore(database, sequence),
    sessions: sqliteSessionStore(database),
    changes: sqliteChangeLog(database, sequence),
    bookmarks: sqliteBookmarks(database),
    close() {
      database.close();
      lock.release();
    },
  };
}

function openDatabase(path: string): Sqlite {
  const database = openSqlite(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('cache_size = -16000');
  database.pragma('journal_size_limit = 67108864');
  prepareSchema(database, path);
  return database;
}
