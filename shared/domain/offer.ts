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
