import type { Bookmarks } from './bookmarks.js';
import type { CatalogStore } from './catalog-store.js';
import type { ChangeLog } from './change-log.js';
import type { EventStore } from './event-store.js';
import type { TextIndex } from './text-index.js';
import type { SessionStore, UserStore } from './user-store.js';

/** All that is kept of a shop beside its vectors and its tasks. */
export interface ShopStore {
  readonly catalog: CatalogStore;
  readonly textIndex: TextIndex;
  readonly events: EventStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly changes: ChangeLog;
  readonly bookmarks: Bookmarks;
  /** Ends the writes that wait; later reads and writes are `unavailable`. */
  close(): void | Promise<void>;
}
