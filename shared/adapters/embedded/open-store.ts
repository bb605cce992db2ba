import type { Bookmarks } from '../../ports/bookmarks.js';
import type { CatalogStore } from '../../ports/catalog-store.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { EventStore } from '../../ports/event-store.js';
import type { TextIndex } from '../../ports/text-index.js';
import type { SessionStore, UserStore } from '../../ports/user-store.js';
import { sqliteBookmarks } from './bookmarks.js';
import { sqliteCatalogStore } from './catalogue/catalog-store.js';
import { sqliteChangeLog } from './changes/change-log.js';
import { changeSequence } from './changes/change-sequence.js';
import { lockFolder } from './database/folder-lock.js';
import type { Sqlite } from './database/sqlite.js';
import { openStoreDatabase } from './database/store-database.js';
import { sqliteEventStore } from './events/event-store.js';
import { sqliteSessionStore } from './events/session-store.js';
import { sqliteTextIndex } from './text/text-index.js';
import { sqliteUserStore } from './users/user-store.js';

export interface EmbeddedStore {
  readonly catalog: CatalogStore;
  readonly textIndex: TextIndex;
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
    return storeOn(openStoreDatabase(folder), lock);
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
    textIndex: sqliteTextIndex(database),
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
