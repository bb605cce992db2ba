import type { Item } from '../domain/item.js';
import type { ServedKind, VectorSpace } from '../domain/vector-space.js';
import type { VectorRows } from './vector-index.js';

/** What a vector was made of, and when. */
export interface VectorFacts {
  readonly itemId: string;
  /** Of what was encoded: another hash, another vector. */
  readonly contentHash: string;
  /** Milliseconds since 1970 UTC. */
  readonly madeAt: number;
}

export interface MadeVector extends VectorFacts {
  /** Of the space's dimensions; any length but zero. */
  readonly vector: Float32Array;
  /** The item as it is, for stores that are searched by more than vectors. */
  readonly item?: Item;
}

/** Items that changed, none of them twice. */
export interface VectorChanges {
  readonly put: VectorRows;
  readonly removed: readonly string[];
  /** Where these changes end: the place to read on from. */
  readonly cursor: string;
  /** False once there was nothing behind them. */
  readonly hasMore: boolean;
}

/**
 * The vectors of items, durable, by space: one an item in each. A space comes into being with what is first written to
 * it. A version of a model makes vectors of one length: writes to a space that has another number of dimensions than what
 * is there by this model and version are a `conflict`.
 */
export interface VectorStore {
  /**
   * Inserts or replaces by item; the last of equal ids wins. At most some hundreds at a time: others wait. Rejects with
   * `conflict` where a vector is not of the space's dimensions, or the store takes none of that length, `invalid` where one
   * is zero or no numbers; then nothing was written. All or none where the store can; one that is spread over machines may
   * reject with some rows written, and `complaints` that name the others: to put them again does no harm.
   */
  put(space: VectorSpace, rows: readonly MadeVector[]): Promise<void>;
  /**
   * Tells a store that is searched by more than vectors how items are now, without touching their vectors; items without
   * one are passed over. Absent where nobody searches so.
   */
  describe?(space: VectorSpace, items: readonly Item[]): Promise<void>;
  /** How many there were. */
  remove(space: VectorSpace, itemIds: readonly string[]): Promise<number>;
  /** Of those items that have a vector. */
  facts(space: VectorSpace, itemIds: readonly string[]): Promise<ReadonlyMap<string, VectorFacts>>;
  /** By item, ascending in code points, from behind `after` on. */
  list(space: VectorSpace, limit: number, after?: string): Promise<readonly VectorFacts[]>;
  /**
   * What changed in a space since, each item as it is now, in the order of their last changes as far as the store has one;
   * all that is there where no cursor is given. Who has not asked for a month may not hear of what was removed meanwhile.
   * Cheap where nothing changed. Rejects with `invalid` for a cursor that is none of this space's.
   */
  changesAfter(
    space: VectorSpace,
    cursor: string | undefined,
    limit: number,
  ): Promise<VectorChanges>;
  /** All spaces, with how many items have a vector there. */
  spaces(): Promise<readonly { readonly space: VectorSpace; readonly size: number }[]>;
  /** Forgets a space and its vectors, piece by piece: may be called again where it was cut short. Rejects with `conflict` for one that is active. */
  dropSpace(space: VectorSpace): Promise<void>;
  /** The space that serves; undefined before the first `activate`. */
  active(kind: ServedKind): Promise<VectorSpace | undefined>;
  /** From now on this space serves; the one before stays until it is dropped. */
  activate(kind: ServedKind, space: VectorSpace): Promise<void>;
}
