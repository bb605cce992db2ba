import type { VectorKind } from './vector-space.js';

/** How one kind of vector stands to its item. */
export interface KindFreshness {
  readonly kind: VectorKind;
  /** The name of the one that serves; absent before the first sync. */
  readonly space?: string;
  /** When the vector was made; absent where there is none. */
  readonly indexedAt?: number;
  /** Whether it was made of what the item is now. */
  readonly isCurrent: boolean;
}

/** How the vectors of an item stand to it. Times are milliseconds since 1970 UTC. */
export interface Freshness {
  readonly itemId: string;
  readonly isCurrent: boolean;
  /** When the older of its vectors was made; absent where it has none. */
  readonly indexedAt?: number;
  /**
   * How long the vectors may have been behind the item, at most: 0 where they are not, else since they were made, or
   * since the item was where one was never made.
   */
  readonly lagMs: number;
  /** Of each kind that the item has or should have. */
  readonly kinds: readonly KindFreshness[];
}
