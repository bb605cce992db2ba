import type { Accept } from '../../shared/ports/recommender.js';
import { visitBestFirst } from '../numeric/best-first.js';
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
  const best: number[] = [];
  if (count <= 0) return best;
  const keys = new Int32Array(scores.size);
  let size = 0;
  for (let index = 0; index < scores.size; index += 1) {
    const key = scores.keyAt(index);
    if (scores.of(key) <= 0) continue;
    keys[size] = key;
    size += 1;
  }
  const isBefore = (a: number, b: number): boolean => {
    const difference = scores.of(a) - scores.of(b);
    return difference === 0 ? names.nameOf(a) < names.nameOf(b) : difference > 0;
  };
  visitBestFirst(keys, size, isBefore, (key) => {
    if (accept(names.nameOf(key))) best.push(key);
    return best.length < count;
  });
  return best;
}
