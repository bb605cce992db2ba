import { openEmbeddedStore } from '../../../shared/adapters/embedded/open-store.js';
import type { ShopEvent } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { Change } from '../../../shared/ports/change-log.js';
import { type ShopSize, syntheticEvents, syntheticItems } from '../synthetic-shop.js';

const batchSize = 10_000;

/** Fills a folder with a made-up shop; only its size matters, not its taste. */
export async function makeLargeShop(folder: string, size: ShopSize): Promise<void> {
  const { catalog, events, close } = openEmbeddedStore(folder);
  for (const batch of batches(syntheticItems(size), itemOf)) await catalog.upsert(batch);
  for (const batch of batches(syntheticEvents(size), eventOf)) await events.append(batch);
  close();
}

const itemOf = (change: Change): Item[] => (change.kind === 'item' ? [change.item] : []);
const eventOf = (change: Change): ShopEvent[] => (change.kind === 'event' ? [change.event] : []);

function* batches<T>(changes: Iterable<Change>, pick: (change: Change) => T[]): Generator<T[]> {
  let batch: T[] = [];
  for (const change of changes) {
    batch.push(...pick(change));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
