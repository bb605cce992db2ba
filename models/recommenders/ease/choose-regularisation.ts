import { seededRandom } from '../../../shared/domain/random.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { selectBest } from '../../numeric/select-best.js';
import type { InteractionMatrix } from './interaction-matrix.js';
import { addWeights, type SparseWeights } from './sparse-weights.js';

/** Shoppers with fewer items are not asked: what is left of them says too little. */
const leastItems = 5;
const hiddenShare = 0.2;
const cutoff = 20;
/** Shoppers asked between two pauses. */
const shoppersPerChunk = 50;

/** Interactions without a fifth of each shopper's, drawn at random. */
export interface HoldOut {
  readonly rest: InteractionMatrix;
  /** By shopper: columns of the fifth. */
  readonly hidden: readonly (readonly number[])[];
}

export function holdOut(whole: InteractionMatrix, seed: number): HoldOut {
  const { starts, columns, itemIds } = whole;
  const random = seededRandom(seed);
  const kept: number[] = [];
  const restStarts = [0];
  const hidden: number[][] = [];
  for (let shopper = 0; shopper + 1 < starts.length; shopper += 1) {
    const own = columns.subarray(integerAt(starts, shopper), integerAt(starts, shopper + 1));
    const drawn: number[] = [];
    for (const column of own) {
      const isDrawn = own.length >= leastItems && random() < hiddenShare;
      (isDrawn ? drawn : kept).push(column);
    }
    restStarts.push(kept.length);
    hidden.push(drawn);
  }
  const rest = { starts: Int32Array.from(restStarts), columns: Int32Array.from(kept), itemIds };
  return { rest, hidden };
}

/** NDCG@20 of the hidden items among all that a shopper has not touched before, mean over shoppers with some. */
export async function gainOf(
  { rest, hidden }: HoldOut,
  weights: SparseWeights,
  pause: () => Promise<void>,
): Promise<number> {
  const size = rest.itemIds.length;
  const keys = Int32Array.from({ length: size }, (_, column) => column);
  const scores = new Float64Array(size);
  let gain = 0;
  let asked = 0;
  for (const [shopper, wanted] of hidden.entries()) {
    if (wanted.length === 0) continue;
    if (asked % shoppersPerChunk === 0) await pause();
    const { starts, columns } = rest;
    const known = columns.subarray(integerAt(starts, shopper), integerAt(starts, shopper + 1));
    scores.fill(0);
    for (const column of known) addWeights(weights, column, scores);
    for (const column of known) scores[column] = Number.NEGATIVE_INFINITY;
    const best = selectBest({
      ...{ keys, size, scores, count: cutoff },
      wins: (a, b) => a < b,
      accept: (column) => floatAt(scores, column) > Number.NEGATIVE_INFINITY,
    });
    gain += gainAmong(best, new Set(wanted));
    asked += 1;
  }
  return asked === 0 ? 0 : gain / asked;
}

function gainAmong(best: readonly number[], wanted: ReadonlySet<number>): number {
  const discount = (place: number) => 1 / Math.log2(place + 2);
  let ideal = 0;
  for (let place = 0; place < Math.min(cutoff, wanted.size); place += 1) ideal += discount(place);
  const found = best.reduce((sum, item, at) => sum + (wanted.has(item) ? discount(at) : 0), 0);
  return found / ideal;
}
