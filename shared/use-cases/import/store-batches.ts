import type { ShopEvent } from '../../domain/event.js';
import type { ImportCounts, ImportedShopper } from '../../domain/import-outcome.js';
import type { Item } from '../../domain/item.js';
import type { User } from '../../domain/user.js';
import type { CatalogStore } from '../../ports/catalog-store.js';
import type { DatasetBatch } from '../../ports/dataset.js';
import type { EventStore } from '../../ports/event-store.js';
import type { UserStore } from '../../ports/user-store.js';

export interface BatchStores {
  readonly catalog: Pick<CatalogStore, 'upsert' | 'addMissing'>;
  readonly events: Pick<EventStore, 'append'>;
  readonly users: Pick<UserStore, 'putAll'>;
}

export interface StoredBatch {
  readonly counts: ImportCounts;
  readonly shopper?: ImportedShopper;
}

/** A session of a hundred thousand events is still stored in steps that leave the disk to others in between. */
const appendedAtOnce = 2_000;
/** Bounds what a run remembers of the items it has seen. */
const maxKnownItems = 200_000;

/** Stores what batches say, items before the events on them. Storing a batch twice is storing it once. */
export function batchStorer(stores: BatchStores): (batch: DatasetBatch) => Promise<StoredBatch> {
  const known = new Set<string>();
  return async (batch) => {
    const sorted = sort(batch);
    if (known.size > maxKnownItems) known.clear();
    const missing = sorted.mentioned.filter(({ id }) => !known.has(id));
    if (sorted.items.length > 0) await stores.catalog.upsert(sorted.items);
    const added = missing.length > 0 ? await stores.catalog.addMissing(missing) : 0;
    for (const { id } of missing) known.add(id);
    if (sorted.users.length > 0) await stores.users.putAll(sorted.users);
    const accepted = await append(stores.events, sorted.events);
    const counts = {
      accepted,
      duplicates: sorted.events.length - accepted,
      rejected: batch.rejected.length,
      items: sorted.items.length + added,
      users: sorted.users.length,
    };
    return { counts, ...shopperOf(sorted.events.at(-1)) };
  };
}

function sort(batch: DatasetBatch) {
  const items: Item[] = [];
  const users: User[] = [];
  const events: ShopEvent[] = [];
  const mentioned = new Map<string, Item>();
  for (const record of batch.records) {
    if (record.kind === 'item') items.push(record.item);
    else if (record.kind === 'user') users.push(record.user);
    else {
      events.push(record.event);
      if (!mentioned.has(record.about.id)) mentioned.set(record.about.id, record.about);
    }
  }
  return { items, users, events, mentioned: [...mentioned.values()] };
}

async function append(store: BatchStores['events'], events: readonly ShopEvent[]) {
  let accepted = 0;
  for (let start = 0; start < events.length; start += appendedAtOnce) {
    const { isNew } = await store.append(events.slice(start, start + appendedAtOnce));
    accepted += isNew.filter(Boolean).length;
  }
  return accepted;
}

function shopperOf(event: ShopEvent | undefined): { shopper?: ImportedShopper } {
  if (event === undefined) return {};
  const { userId, sessionId, itemId } = event;
  const actor = {
    ...(userId === undefined ? {} : { userId }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
  return { shopper: { ...actor, itemId } };
}
