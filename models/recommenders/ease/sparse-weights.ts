import { byteAt, floatAt, integerAt, shortAt, singleAt } from '../../numeric/read.js';
import { selectBest } from '../../numeric/select-best.js';
import type { Matrix } from './block-product.js';

/**
 * The largest weights from each item to others: item i speaks for the items columns[starts[i]] … columns[starts[i + 1] − 1],
 * each with weights × scales[i]. Three bytes a weight.
 */
export interface SparseWeights {
  readonly starts: Int32Array<ArrayBuffer>;
  /** Ascending for each item. */
  readonly columns: Uint16Array<ArrayBuffer>;
  readonly weights: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
}

const largestByte = 127;

/** Weights looked at between two pauses. */
const weightsPerChunk = 2_000_000;

/**
 * EASE's weights −P[i][j] ÷ P[j][j] from the inverse P, of each row the `kept` largest by size, in steps of 1/127 of
 * the largest; what rounds to nothing is dropped.
 */
export async function sparseWeights(
  inverse: Matrix,
  kept: number,
  pause: () => Promise<void>,
): Promise<SparseWeights> {
  const size = inverse.rows;
  const starts = new Int32Array(size + 1);
  const columns = new Uint16Array(size * Math.min(kept, size));
  const weights = new Int8Array(columns.length);
  const scales = new Float32Array(size);
  const row = new RowSelection(inverse);
  const rowsPerChunk = Math.ceil(weightsPerChunk / size);
  let end = 0;
  for (let item = 0; item < size; item += 1) {
    if (item % rowsPerChunk === 0) await pause();
    const scale = row.read(item) / largestByte;
    scales[item] = scale;
    for (const column of row.best(kept)) {
      const weight = Math.round(row.weightOf(column) / scale);
      if (weight === 0) continue;
      columns[end] = column;
      weights[end] = weight;
      end += 1;
    }
    starts[item + 1] = end;
  }
  return { starts, columns: columns.slice(0, end), weights: weights.slice(0, end), scales };
}

/** A row of weights at a time. */
class RowSelection {
  readonly #inverse: Matrix;
  readonly #diagonal: Float32Array;
  readonly #keys: Int32Array;
  readonly #weights: Float64Array;
  readonly #sizes: Float64Array;

  constructor(inverse: Matrix) {
    const { values, rows: size } = inverse;
    this.#inverse = inverse;
    this.#diagonal = Float32Array.from({ length: size }, (_, at) =>
      singleAt(values, at * size + at),
    );
    this.#keys = Int32Array.from({ length: size }, (_, column) => column);
    this.#weights = new Float64Array(size);
    this.#sizes = new Float64Array(size);
  }

  /** Answers the largest size of a weight in the row. */
  read(item: number): number {
    const { values, columns: size } = this.#inverse;
    let largest = 0;
    for (let column = 0; column < size; column += 1) {
      const weight =
        column === item
          ? 0
          : -singleAt(values, item * size + column) / singleAt(this.#diagonal, column);
      this.#weights[column] = weight;
      this.#sizes[column] = Math.abs(weight);
      largest = Math.max(largest, Math.abs(weight));
    }
    return largest;
  }

  best(count: number): Int32Array {
    const best = selectBest({
      keys: this.#keys,
      size: this.#keys.length,
      scores: this.#sizes,
      count,
      wins: (a, b) => a < b,
      accept: (column) => this.#weights[column] !== 0,
    });
    return Int32Array.from(best).sort();
  }

  weightOf(column: number): number {
    return floatAt(this.#weights, column);
  }
}

/** Adds what an item says for others to their scores. */
export function addWeights(
  { starts, columns, weights, scales }: SparseWeights,
  item: number,
  scores: Float64Array,
): void {
  const scale = singleAt(scales, item);
  const end = integerAt(starts, item + 1);
  for (let at = integerAt(starts, item); at < end; at += 1) {
    const column = shortAt(columns, at);
    scores[column] = floatAt(scores, column) + scale * byteAt(weights, at);
  }
}
