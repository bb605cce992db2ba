import type { Expression } from '../domain/filter/expression.js';
import type { ScoredItem } from '../domain/ranking.js';
import type { VectorSpace } from '../domain/vector-space.js';

export interface HybridQuery {
  /** Words in any order, of any language; what is no word is passed over. */
  readonly text: string;
  /** Whether the last word may be the beginning of one, as while somebody types. */
  readonly isPrefix?: boolean;
  /** What the text means, of the index's dimensions; any length but zero. */
  readonly vector: Float32Array;
  /** A cosine. What has none of the words is found only if it is at least as near. */
  readonly leastSimilarity: number;
  readonly filter?: Expression | undefined;
  readonly limit: number;
}

/** Finds items by their words and by what they mean, in one question, among those that have a vector. */
export interface HybridIndex {
  readonly space: VectorSpace;
  /**
   * Best first by reciprocal rank fusion of both orders (Cormack, Clarke and Büttcher, 2009); scores > 0 compare within
   * one answer only. Rejects with `invalid` for another number of dimensions or a zero vector, the signal's reason when
   * aborted.
   */
  search(query: HybridQuery, signal?: AbortSignal): Promise<readonly ScoredItem[]>;
}
