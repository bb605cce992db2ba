import type { ShopEvent } from '../domain/event.js';
import { makeSampleShop, type SampleShop } from '../domain/sample-shop/sample-shop.js';
import { daysOfShopping } from '../domain/sample-shop/shoppers/events.js';
import type { Bookmarks } from '../ports/bookmarks.js';
import type { CatalogStore } from '../ports/catalog-store.js';
import type { EventStore } from '../ports/event-store.js';
import type { Clock, Progress } from '../ports/runtime.js';

export interface SampleShopDependencies {
  readonly catalog: CatalogStore;
  readonly events: EventStore;
  readonly bookmarks: Bookmarks;
  readonly clock: Clock;
  readonly progress: Progress;
}

export interface SampleShopOpening {
  /** `completed`: an earlier start was cut short. `not-ours`: the store holds somebody's own data and stays as it is. */
  readonly outcome: 'made' | 'completed' | 'already-made' | 'not-ours';
  /** What this call wrote or found written already, both 0 where it wrote nothing. */
  readonly items: number;
  readonly events: number;
}

const batchSize = 1000;
const dayMs = 86_400_000;
const madeAsOf = 'sample-shop.as-of';
const madeWhole = 'sample-shop.whole';

/**
 * Fills an empty store with the sample shop, so that a first start has something to recommend. The time it is made for
 * is remembered before the first write: cut short anywhere, the next call writes the same ids and times to the end.
 * Throws the signal's reason when aborted between two batches.
 */
export async function openSampleShop(
  dependencies: SampleShopDependencies,
  signal?: AbortSignal,
): Promise<SampleShopOpening> {
  const { bookmarks, clock, progress } = dependencies;
  const nothing = { items: 0, events: 0 };
  if ((await bookmarks.get(madeWhole)) !== undefined)
    return { outcome: 'already-made', ...nothing };
  if (await holdsOwnData(dependencies)) return { outcome: 'not-ours', ...nothing };
  const started = await bookmarks.get(madeAsOf);
  const now = started === undefined ? clock() : Number(started);
  await bookmarks.put(madeAsOf, String(now));
  const written = await writeShop(dependencies, now, signal);
  progress.end();
  await bookmarks.put(madeWhole, 'yes');
  return { outcome: started === undefined ? 'made' : 'completed', ...written };
}

/** Whether the store holds a catalogue or events that no sample shop was begun for. */
export async function holdsOwnData({
  catalog,
  events,
  bookmarks,
}: Pick<SampleShopDependencies, 'catalog' | 'events' | 'bookmarks'>): Promise<boolean> {
  if ((await bookmarks.get(madeAsOf)) !== undefined) return false;
  return (await catalog.count()) > 0 || (await events.count()) > 0;
}

async function writeShop(
  dependencies: SampleShopDependencies,
  now: number,
  signal?: AbortSignal,
): Promise<{ readonly items: number; readonly events: number }> {
  const shop = makeSampleShop(now);
  await writeItems(dependencies, shop, signal);
  const events = await writeEvents(dependencies, { shop, now }, signal);
  return { items: shop.items.length, events };
}

async function writeItems(
  { catalog, progress }: SampleShopDependencies,
  { items }: SampleShop,
  signal?: AbortSignal,
): Promise<void> {
  for (let start = 0; start < items.length; start += batchSize) {
    signal?.throwIfAborted();
    progress.report('Stocking the sample shop', start, items.length);
    await catalog.upsert(items.slice(start, start + batchSize));
  }
}

async function writeEvents(
  { events, progress }: SampleShopDependencies,
  { shop, now }: { readonly shop: SampleShop; readonly now: number },
  signal?: AbortSignal,
): Promise<number> {
  const firstDay = now - daysOfShopping * dayMs;
  let written = 0;
  for (const batch of inBatches(shop.events())) {
    // A store that never waits would keep signals and timers out until the end.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    await events.append(batch);
    written += batch.length;
    const day = Math.ceil(((batch.at(-1)?.ts ?? now) - firstDay) / dayMs);
    progress.report('Sixty days of shopping', day, daysOfShopping);
  }
  return written;
}

function* inBatches(events: Iterable<ShopEvent>): Generator<readonly ShopEvent[]> {
  let batch: ShopEvent[] = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
