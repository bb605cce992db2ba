import { openEmbeddedStore } from '../../../shared/adapters/embedded/open-store.js';
import type { ShopEvent } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import { type Random, seededRandom } from '../../../shared/domain/random.js';

export interface LargeShopSize {
  readonly items: number;
  readonly events: number;
  readonly users: number;
}

const batchSize = 10_000;
const spanMs = 60 * 86_400_000;
const types = ['view', 'view', 'view', 'view', 'view', 'like', 'cart', 'order'];

/**
 * Fills a folder with a made-up shop: popularity falls like Zipf's law, a session of 8 events stays near one place of
 * the catalogue, so neighbours exist. Only its size matters here, not its taste.
 */
export async function makeLargeShop(folder: string, size: LargeShopSize): Promise<void> {
  const store = openEmbeddedStore(folder);
  const random = seededRandom(7);
  const startMs = Date.now() - spanMs;
  for (let first = 0; first < size.items; first += batchSize) {
    await store.catalog.upsert(
      range(first, Math.min(size.items, first + batchSize), makeItem(startMs)),
    );
  }
  const makeEvent = eventMaker(size, random, startMs);
  for (let first = 0; first < size.events; first += batchSize) {
    await store.events.append(range(first, Math.min(size.events, first + batchSize), makeEvent));
  }
  store.close();
}

function range<T>(first: number, end: number, make: (index: number) => T): T[] {
  return Array.from({ length: end - first }, (_, offset) => make(first + offset));
}

const makeItem =
  (createdAt: number) =>
  (index: number): Item => ({
    id: `item-${index}`,
    name: `Product ${index} of series ${index % 997}`,
    categories: [`Category ${index % 200}`],
    tags: [`tag-${index % 50}`],
    price: (index % 500) + 0.5,
    attributes: {},
    isActive: true,
    createdAt,
  });

const sessionLength = 8;

function eventMaker(size: LargeShopSize, random: Random, startMs: number) {
  const stepMs = spanMs / size.events;
  let centre = 0;
  let user = 0;
  return (index: number): ShopEvent => {
    if (index % sessionLength === 0) {
      centre = Math.floor(size.items ** random()) - 1;
      user = Math.floor(random() * size.users);
    }
    const itemIndex = (centre + Math.floor(20 * random() ** 2)) % size.items;
    return {
      id: `e${index}`,
      userId: `user-${user}`,
      sessionId: `s${Math.floor(index / sessionLength)}`,
      itemId: `item-${itemIndex}`,
      type: types[Math.floor(random() * types.length)] ?? 'view',
      ts: Math.floor(startMs + index * stepMs),
    };
  };
}
