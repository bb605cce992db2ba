import { singleAt } from '../../numeric/read.js';

/** How much a step weighs by how many steps ago it was, before the weights of a view are made to add up to 1. */
type Weighing = (age: number) => number;

/** How the user tower sees a history: the last step, the one before, and a mean that fades by steps. */
const views: readonly Weighing[] = [
  (age) => (age === 0 ? 1 : 0),
  (age) => (age === 1 ? 1 : 0),
  (age) => 0.8 ** age,
];
/** Shares below this are left out. */
const tiny = 1e-3;

export const viewCount = views.length;

interface Share {
  /** 0 for the newest step. */
  readonly age: number;
  readonly share: number;
}

/** For each view what each step has of it; a view that sees none of them is empty. */
export type HistoryShares = readonly (readonly Share[])[];

/** The shares by the length of the history, 0 … limit. */
export function sharesByLength(limit: number): readonly HistoryShares[] {
  return Array.from({ length: limit + 1 }, (_, length) =>
    views.map((weigh) => sharesOf(length, weigh)),
  );
}

function sharesOf(length: number, weigh: Weighing): readonly Share[] {
  const weights = Array.from({ length }, (_, age) => weigh(age));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights
    .map((weight, age) => ({ age, share: weight / (sum || 1) }))
    .filter(({ share }) => share >= tiny);
}

/** Unit vectors and how long each was before: what a history is seen through. */
export interface ItemTable {
  readonly dimension: number;
  /** items × dimension, row-major. */
  readonly vectors: Float32Array;
  readonly lengths: Float32Array;
}

/** The views of one history side by side, views × dimension. `steps`: items, the newest first. */
export function viewHistory(
  steps: ArrayLike<number>,
  shares: HistoryShares,
  { vectors, lengths, dimension }: ItemTable,
): Float32Array {
  const seen = new Float32Array(viewCount * dimension);
  shares.forEach((view, number) => {
    for (const { age, share } of view) {
      const item = steps[age] ?? 0;
      const [source, target] = [item * dimension, number * dimension];
      const weight = share * singleAt(lengths, item);
      for (let at = 0; at < dimension; at += 1) {
        seen[target + at] = singleAt(seen, target + at) + weight * singleAt(vectors, source + at);
      }
    }
  });
  return seen;
}

/** Divides each row by its length, in place; rows of zeros stay. */
export function toItemTable(vectors: Float32Array, dimension: number): ItemTable {
  const lengths = new Float32Array(vectors.length / dimension);
  for (let item = 0; item < lengths.length; item += 1) {
    const row = vectors.subarray(item * dimension, (item + 1) * dimension);
    let squares = 0;
    for (const value of row) squares += value * value;
    const length = Math.sqrt(squares);
    lengths[item] = length;
    if (length > 0) for (let at = 0; at < dimension; at += 1) row[at] = singleAt(row, at) / length;
  }
  return { dimension, vectors, lengths };
}
