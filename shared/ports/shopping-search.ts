/** Something that is for sale somewhere now. */
export interface Offer {
  readonly name: string;
  readonly price?: number;
  /** ISO 4217. */
  readonly currency?: string;
  readonly seller?: string;
  readonly image?: string;
  readonly url?: string;
}

export interface OfferQuery {
  readonly text: string;
  readonly limit: number;
}

/** Looks up live offers. */
export interface ShoppingSearch {
  /** Best match first. Rejects with `unavailable` where the provider fails or is too slow, with the signal's reason when aborted. */
  search(query: OfferQuery, signal: AbortSignal): Promise<readonly Offer[]>;
}
