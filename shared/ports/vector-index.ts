import type { Expression } from '../domain/filter/expression.js';
import type { ScoredItem } from '../domain/ranking.js';
import type { VectorSpace } from '../domain/vector-space.js';

export interface VectorQuery {
  /** Of the index's dimensions; any length but zero. */
  readonly vector: Float32Array;
  readonly limit: number;
  /** Which items may be in the answer; all where absent. */
  readonly accept?: (itemId: string) => boolean;
  /**
   * What of `accept` can be said as a filter: an index that lies elsewhere looks only among what passes it, as it last
   * heard of the items. Indexes in memory ask `accept` alone.
   */
  readonly filter?: Expression | undefined;
}

/** Finds the items whose vectors point most in the direction of a query's. */
export interface VectorIndex {
  readonly space: VectorSpace;
  /** Items that have a vector; of an index that lies elsewhere as it was when that was last asked. */
  readonly size: number;
  /**
   * The best that are accepted, best first, ties by id. `score` is the cosine, in [-1, 1]. An index in memory is exact; one
   * of a service may miss some of the nearest, and looks no further than a few thousand for what is accepted. Rejects with
   * `invalid` for another number of dimensions or a zero vector, `overloaded` where too many wait, the signal's reason when
   * aborted.
   */
  search(query: VectorQuery, signal?: AbortSignal): Promise<readonly ScoredItem[]>;
  /** The vector of unit length, where the item has one; an index that lies elsewhere has to ask for it. */
  get(itemId: string): Float32Array | undefined | Promise<Float32Array | undefined>;
}

export interface VectorRows {
  readonly itemIds: readonly string[];
  /** items × dimensions, row-major. */
  readonly vectors: Float32Array;
}

/** An index in memory. Each search sees all of the changes begun before it and none begun after. */
export interface GrowingVectorIndex extends VectorIndex {
  /**
   * Inserts or replaces by item, all or none; the last of equal ids wins. The rows must not change until it settles.
   * Rejects with `invalid` where values are no numbers, a vector is zero or the dimensions are others, `unavailable`
   * where there is no memory for more.
   */
  put(rows: VectorRows): Promise<void>;
  /** Passes over items that have no vector. */
  remove(itemIds: readonly string[]): Promise<void>;
}

export type NewVectorIndex = (space: VectorSpace) => GrowingVectorIndex;
