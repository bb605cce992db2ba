import type { Item } from './item.js';

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

/** An item of the catalogue as something for sale. */
export function offerOf({ name, price, currency, seller, imageUrl, url }: Item): Offer {
  return {
    name,
    ...(price !== undefined && { price }),
    ...(currency !== undefined && { currency }),
    ...(seller !== undefined && { seller }),
    ...(imageUrl !== undefined && { image: imageUrl }),
    ...(url !== undefined && { url }),
  };
}
