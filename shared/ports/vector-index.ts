import type { ScoredItem } from '../domain/ranking.js';
import type { VectorSpace } from '../domain/vector-space.js';

export interface VectorQuery {
  /** Of the index's dimensions; any length but zero. */
  readonly vector: Float32Array;
  readonly limit: number;
  /** Which items may be in the answer; all where absent. */
  readonly accept?: (itemId: string) => boolean;
}

/** Finds the items whose vectors point most in the direction of a query's. */
export interface VectorIndex {
  readonly space: VectorSpace;
  readonly size: number;
  /** Exact: the best that are accepted, best first, ties by id. `score` is the cosine, in [-1, 1]. Throws `invalid` for another number of dimensions or a zero vector. */
  search(query: VectorQuery): Promise<readonly ScoredItem[]>;
  /** The vector of unit length, where the item has one. */
  get(itemId: string): Float32Array | undefined;
}
