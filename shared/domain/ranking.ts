/** Something with a score; higher is better, for every recommender and index. */
export interface ScoredItem {
  readonly itemId: string;
  readonly score: number;
}

/** What put an item on a list, as a fact that can be checked; `describeReason` says it in words. */
export type Reason =
  | { readonly kind: 'viewed' | 'liked' | 'carted' | 'ordered'; readonly because: string }
  | { readonly kind: 'bought-together' | 'similar'; readonly because: string }
  | { readonly kind: 'similar-shoppers'; readonly because: string }
  | { readonly kind: 'popular'; readonly category?: string; readonly thisWeek: boolean }
  | { readonly kind: 'trending' | 'new'; readonly category?: string }
  | { readonly kind: 'catalogue' };

/** A recommended item with the reason that weighed most in its score. */
export interface Candidate extends ScoredItem {
  readonly reason: Reason;
}

/** The names a caller may ask for; `blend` is the default. */
export const modelNames = [
  'popular',
  'co-visitation',
  'session-knn',
  'ease',
  'hybrid',
  'gru',
  'two-tower',
  'session',
  'blend',
] as const;
export type ModelName = (typeof modelNames)[number];

/** Best first; equal scores by id, so that answers are reproducible. */
export function byScore(a: ScoredItem, b: ScoredItem): number {
  return b.score - a.score || (a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0);
}
