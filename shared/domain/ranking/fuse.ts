import { byScore, type ScoredItem } from '../ranking.js';

/** So much a place counts for less than the one above it; the value that the source found best. */
const k = 60;

/**
 * One list of several whose scores do not compare, by places alone: an item's score is the sum of 1 / (k + place) over
 * the lists that have it, places from 1. Best first, ties by id (Cormack, Clarke and Büttcher, "Reciprocal rank fusion
 * outperforms Condorcet and individual rank learning methods", SIGIR 2009).
 */
export function fuse(lists: readonly (readonly ScoredItem[])[]): readonly ScoredItem[] {
  const scores = new Map<string, number>();
  for (const list of lists) {
    list.forEach(({ itemId }, index) => {
      scores.set(itemId, (scores.get(itemId) ?? 0) + 1 / (k + index + 1));
    });
  }
  return Array.from(scores, ([itemId, score]) => ({ itemId, score })).sort(byScore);
}
