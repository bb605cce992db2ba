import { afterEach, beforeEach } from 'vitest';
import type { ShopEvent } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import type { Bookmarks } from '../../shared/ports/bookmarks.js';
import type { CatalogStore } from '../../shared/ports/catalog-store.js';
import type { Change, ChangeLog } from '../../shared/ports/change-log.js';
import type { EventStore } from '../../shared/ports/event-store.js';
import type { SessionStore, UserStore } from '../../shared/ports/user-store.js';

export interface Stores {
  readonly catalog: CatalogStore;
  readonly events: EventStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly changes: ChangeLog;
  readonly bookmarks: Bookmarks;
}

/** One shop's data: opened, closed and opened again as often as a test likes. */
interface StoreUnderTest<S> {
  open(): Promise<S>;
  close(): Promise<void>;
  /** Throws all data away. */
  dispose(): Promise<void>;
}
export type NewStore<S = Stores> = () => Promise<StoreUnderTest<S>>;

/** A fresh, open store for each test of the surrounding `describe`. */
export function freshStores<S>(newStore: NewStore<S>): {
  readonly now: S;
  /** Closes and opens again: what only memory held is gone. */
  restart(): Promise<void>;
} {
  let underTest: StoreUnderTest<S> | undefined;
  let stores: S | undefined;
  beforeEach(async () => {
    underTest = await newStore();
    stores = await underTest.open();
  });
  afterEach(async () => {
    await underTest?.close();
    await underTest?.dispose();
  });
  return {
    get now() {
      if (stores === undefined) throw new Error('A store is open only while a test runs');
      return stores;
    },
    async restart() {
      await underTest?.close();
      stores = await underTest?.open();
    },
  };
}

export function item(id: string, fields: Partial<Item> = {}): Item {
  return {
    id,
    name: `Name of ${id}`,
    categories: [],
    tags: [],
    attributes: {},
    isActive: true,
    createdAt: 1_700_000_000_000,
    ...fields,
  };
}

export function event(id: string, fields: Partial<ShopEvent> = {}): ShopEvent {
  return { id, itemId: 'mug', type: 'view', ts: 1_700_000_000_000, ...fields };
}

/** All changes from a place on, page by page. */
export async function changesAfter(
  log: ChangeLog,
  cursor: string | undefined,
  pageSize = 1000,
): Promise<{ readonly changes: readonly Change[]; readonly cursor: string }> {
  const page = await log.after(cursor, pageSize);
  if (!page.hasMore) return page;
  const rest = await changesAfter(log, page.cursor, pageSize);
  return { changes: [...page.changes, ...rest.changes], cursor: rest.cursor };
}

/** Texts that stores have been seen to mistake for something else. */
export const awkwardIds: readonly string[] = [
  'a/b/../c',
  '..',
  'ключ 🗝️ 鍵',
  '__proto__',
  'constructor',
  "'; DROP TABLE items; --",
  '"\\%_*?#&=+',
  ' leading and trailing ',
  'é',
  'e\u0301',
  '0',
  '00',
  'null',
  'x'.repeat(2_000),
];
