import { LRUCache } from 'lru-cache';
import type { Offer } from '../../domain/offer.js';
import type { OfferQuery, ShoppingSearch } from '../../ports/shopping-search.js';
import { orAborted } from './or-aborted.js';

/** A look-up under way, and how many wait for it. */
interface Shared {
  readonly offers: Promise<readonly Offer[]>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Remembers answers for `ttlMs`, and lets equal look-ups at the same time share one. Whoever leaves leaves alone: the
 * look-up is aborted with the last. Failures are not remembered.
 */
export function cachedShoppingSearch(
  inner: ShoppingSearch,
  { ttlMs, maxEntries }: { readonly ttlMs: number; readonly maxEntries: number },
): ShoppingSearch {
  const known = new LRUCache<string, readonly Offer[]>({
    max: maxEntries,
    ttl: Math.max(1, ttlMs),
  });
  const underWay = new Map<string, Shared>();

  function begin(key: string, query: OfferQuery): Shared {
    const controller = new AbortController();
    const offers = inner
      .search(query, controller.signal)
      .then((found) => {
        if (ttlMs > 0) known.set(key, found);
        return found;
      })
      .finally(() => {
        if (underWay.get(key) === shared) underWay.delete(key);
      });
    const shared: Shared = { offers, controller, waiting: 0 };
    underWay.set(key, shared);
    return shared;
  }

  async function join(key: string, shared: Shared, signal: AbortSignal): Promise<readonly Offer[]> {
    shared.waiting += 1;
    try {
      return await orAborted(shared.offers, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0 && underWay.get(key) === shared) {
        underWay.delete(key);
        shared.controller.abort(signal.reason);
      }
    }
  }
  return {
    async search(query, signal) {
      signal.throwIfAborted();
      const key = JSON.stringify([query.limit, query.text]);
      const found = known.get(key);
      return found ?? join(key, underWay.get(key) ?? begin(key, query), signal);
    },
  };
}
