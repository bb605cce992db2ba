import type { Offer } from '../domain/offer.js';

export interface OfferQuery {
  readonly text: string;
  readonly limit: number;
}

/** Looks up live offers. */
export interface ShoppingSearch {
  /** Best match first. Rejects with `unavailable` where the provider fails or is too slow, with the signal's reason when aborted. */
  search(query: OfferQuery, signal: AbortSignal): Promise<readonly Offer[]>;
}
