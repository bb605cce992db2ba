import { sparseProductKernel } from './generated/sparse-product.js';
import { type KernelMemory, kernelBytes } from './kernel-memory.js';

/** Arguments in this order; addresses are byte offsets, see assembly/sparse-product.ts. */
interface SparseProductKernel {
  product(
    starts: number,
    columns: number,
    weights: number,
    rows: number,
    table: number,
    width: number,
    into: number,
  ): void;
  addTransposedProduct: SparseProductKernel['product'];
}

export interface SparseSize {
  readonly rows: number;
  readonly entries: number;
}

/** What a `SparseMatrix` takes of a `KernelMemory`. */
export function sparseBytes({ rows, entries }: SparseSize): number {
  return kernelBytes([rows + 1, entries, entries]);
}

/**
 * A matrix of few entries that is written row by row, over and over: means over histories and labels, and their
 * gradients. Dense matrices that it is multiplied with lie in the same `KernelMemory`, their width a multiple of 4.
 */
export class SparseMatrix {
  readonly #starts: Int32Array;
  readonly #columns: Int32Array;
  readonly #weights: Float32Array;
  readonly #kernel: SparseProductKernel;
  #rows = 0;
  #entries = 0;

  constructor(memory: KernelMemory, { rows, entries }: SparseSize) {
    this.#starts = memory.integers(rows + 1);
    this.#columns = memory.integers(entries);
    this.#weights = memory.floats(entries);
    this.#kernel = memory.instantiate<SparseProductKernel>(sparseProductKernel);
  }

  clear(): void {
    this.#rows = 0;
    this.#entries = 0;
  }

  /** Adds an entry to the row that is being written. */
  add(column: number, weight: number): void {
    this.#columns[this.#entries] = column;
    this.#weights[this.#entries] = weight;
    this.#entries += 1;
  }

  /** Throws `RangeError` where more was added than the matrix was made for. */
  endRow(): void {
    this.#rows += 1;
    if (this.#rows >= this.#starts.length || this.#entries > this.#columns.length) {
      throw new RangeError(`a sparse matrix was made for ${this.#columns.length} entries`);
    }
    this.#starts[this.#rows] = this.#entries;
  }

  /** Writes matrix · `table` to `into`, rows × width. */
  product(table: Float32Array, width: number, into: Float32Array): void {
    this.#kernel.product(...this.#addresses, this.#rows, table.byteOffset, width, into.byteOffset);
  }

  /** Adds matrixᵀ · `from` to `sums`, which has a row for each column. */
  addTransposedProduct(from: Float32Array, width: number, sums: Float32Array): void {
    const { byteOffset: target } = sums;
    this.#kernel.addTransposedProduct(
      ...this.#addresses,
      this.#rows,
      from.byteOffset,
      width,
      target,
    );
  }

  get #addresses(): [number, number, number] {
    return [this.#starts.byteOffset, this.#columns.byteOffset, this.#weights.byteOffset];
  }
}
