import { AppError } from '../domain/errors.js';
import type { Offer } from '../domain/offer.js';
import type { ShoppingSearch } from '../ports/shopping-search.js';

/** Products for sale now, best match first. Throws `unavailable` where they cannot be looked up in time. */
export type SearchProducts = (text: string) => Promise<readonly Offer[]>;

/** A page of them. */
const maxOffers = 20;

/** `timeoutMs`: for a person who waits, whatever tasks have in the provider's queue. */
export function makeSearchProducts({
  shopping,
  timeoutMs,
}: {
  readonly shopping: ShoppingSearch;
  readonly timeoutMs: number;
}): SearchProducts {
  return async (text) => {
    const deadline = new AbortController();
    const late = new AppError('unavailable', `no answer about offers within ${timeoutMs} ms`);
    const timer = setTimeout(() => deadline.abort(late), timeoutMs);
    try {
      return await shopping.search({ text, limit: maxOffers }, deadline.signal);
    } finally {
      clearTimeout(timer);
    }
  };
}
