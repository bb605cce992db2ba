import type { Accept } from '../../shared/ports/recommender.js';
import { floatAt } from '../numeric/read.js';
import { selectBest } from '../numeric/select-best.js';
import type { SparseScores } from '../numeric/sparse-scores.js';
import type { Names } from './log/names.js';

export interface BestQuery {
  readonly count: number;
  readonly accept: Accept;
}

/** The numbers of the accepted items with the largest sums, best first, ties by id; only sums above zero. */
export function bestItems(
  scores: SparseScores,
  names: Names,
  { count, accept }: BestQuery,
): readonly number[] {
  const { keys, size, totals } = scores;
  return selectBest({
    keys,
    size,
    scores: totals,
    count,
    wins: (a, b) => names.nameOf(a) < names.nameOf(b),
    accept: (key) => floatAt(totals, key) > 0 && accept(names.nameOf(key)),
  });
}
