export type AttributeValue = string | number | boolean | null | readonly (string | number)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A product of the catalogue. Times are milliseconds since 1970 UTC. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly price?: number;
  /** ISO 4217, three capital letters. */
  readonly currency?: string;
  readonly seller?: string;
  /** Absolute http(s), or a path from the origin's root. */
  readonly imageUrl?: string;
  readonly url?: string;
  readonly attributes: Attributes;
  /** An inactive item is kept but never recommended. */
  readonly isActive: boolean;
  readonly createdAt: number;
}

/** An item whose time of making may be left to us: as it was, or now. */
export type ItemDraft = Omit<Item, 'createdAt'> & Partial<Pick<Item, 'createdAt'>>;
