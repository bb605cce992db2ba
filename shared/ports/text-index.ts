import type { ScoredItem } from '../domain/ranking.js';

export interface TextQuery {
  /** Words in any order, of any language; what is no word is passed over. */
  readonly text: string;
  readonly limit: number;
  /** Whether the last word may be the beginning of one, as while somebody types. */
  readonly isPrefix?: boolean;
}

/** Finds active items by the words of their name, categories, tags, seller and description. */
export interface TextIndex {
  /**
   * Best first, ties by id; scores > 0, higher is better, comparable within one answer only (BM25). A store whose service
   * keeps its scores to itself gives others in the same order, ties being items of equal words. In step with the catalogue's
   * writes.
   */
  search(query: TextQuery): Promise<readonly ScoredItem[]>;
}
