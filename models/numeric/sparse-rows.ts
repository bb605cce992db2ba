import { Column } from './column.js';
import { integerAt, singleAt } from './read.js';

/** A matrix of which few places are filled, in compressed rows. */
export interface SparseRows {
  /** Row r holds the entries starts[r] … starts[r + 1] − 1; one more entry than rows. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Takes rows one after another, each entry by entry. */
export class SparseRowsBuilder {
  readonly #starts: Int32Array;
  readonly #columns = new Column((length) => new Int32Array(length));
  readonly #values = new Column((length) => new Float32Array(length));
  #row = 0;
  #size = 0;

  constructor(rows: number) {
    this.#starts = new Int32Array(rows + 1);
  }

  add(column: number, value: number): void {
    this.#columns.reserve(this.#size + 1);
    this.#values.reserve(this.#size + 1);
    this.#columns.values[this.#size] = column;
    this.#values.values[this.#size] = value;
    this.#size += 1;
  }

  endRow(): void {
    this.#row += 1;
    this.#starts[this.#row] = this.#size;
  }

  build(): SparseRows {
    return {
      starts: this.#starts,
      columns: this.#columns.values.slice(0, this.#size),
      values: this.#values.values.slice(0, this.#size),
    };
  }
}

/** The product with a dense matrix of `width` columns, row-major: each row's weighted sum of the matrix's rows. */
export function sumRows(rows: SparseRows, matrix: Float32Array, width: number): Float32Array {
  const sums = new Float32Array((rows.starts.length - 1) * width);
  for (let row = 0; row + 1 < rows.starts.length; row += 1) {
    const into = row * width;
    for (let k = integerAt(rows.starts, row); k < integerAt(rows.starts, row + 1); k += 1) {
      const from = integerAt(rows.columns, k) * width;
      const value = singleAt(rows.values, k);
      for (let at = 0; at < width; at += 1) {
        sums[into + at] = singleAt(sums, into + at) + value * singleAt(matrix, from + at);
      }
    }
  }
  return sums;
}
