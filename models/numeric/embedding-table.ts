import { sparseAdamKernel } from './generated/sparse-adam.js';
import { type KernelMemory, kernelBytes } from './kernel-memory.js';

/** Arguments in this order; addresses are byte offsets, see assembly/sparse-adam.ts. */
interface SparseAdamKernel {
  gatherRows(table: number, width: number, rows: number, count: number, into: number): void;
  scatterAdd(from: number, width: number, slots: number, count: number, sums: number): void;
  sparseAdam(
    table: number,
    first: number,
    second: number,
    width: number,
    rows: number,
    count: number,
    gradients: number,
    rate: number,
    decay: number,
  ): void;
  dropoutMask(mask: number, length: number, keep: number, seed: number): number;
}

/** Rows by number, in kernel memory. */
export type Rows = Int32Array;

export interface TableSize {
  readonly rows: number;
  /** Floats a row, a multiple of 4. */
  readonly width: number;
}

/** What an `EmbeddingTable` takes of a `KernelMemory`: the values and two moments. */
export function tableBytes({ rows, width }: TableSize): number {
  return kernelBytes([rows * width, rows * width, rows * width]);
}

/**
 * A table of embeddings that learns by lazy Adam: only touched rows cost anything, and only their moments decay. All
 * arrays that its methods are given must lie in the same `KernelMemory`.
 */
export class EmbeddingTable {
  /** rows × width, row-major. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly width: number;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #kernel: SparseAdamKernel;

  /** Throws `RangeError` for a width that is no multiple of 4. */
  constructor(memory: KernelMemory, { rows, width }: TableSize) {
    if (width % 4 !== 0) throw new RangeError(`an embedding has a multiple of 4 floats: ${width}`);
    this.width = width;
    this.values = memory.floats(rows * width);
    this.#first = memory.floats(rows * width);
    this.#second = memory.floats(rows * width);
    this.#kernel = memory.instantiate<SparseAdamKernel>(sparseAdamKernel);
  }

  /** Copies the first `count` of `rows` to the start of `into`, count × width. */
  gather(rows: Rows, count: number, into: Float32Array): void {
    const { byteOffset: table } = this.values;
    this.#kernel.gatherRows(table, this.width, rows.byteOffset, count, into.byteOffset);
  }

  /** Adds row k of `gradients` to row slots[k] of `sums`, for k < count. */
  scatterAdd(gradients: Float32Array, slots: Rows, count: number, sums: Float32Array): void {
    const { byteOffset: from } = gradients;
    this.#kernel.scatterAdd(from, this.width, slots.byteOffset, count, sums.byteOffset);
  }

  /** Moves the first `count` of `rows`, no row twice, by `gradients`; `rate` as `adamRate` gives it. */
  learn(rows: Rows, count: number, gradients: Float32Array, options: LearnOptions): void {
    this.#kernel.sparseAdam(
      this.values.byteOffset,
      this.#first.byteOffset,
      this.#second.byteOffset,
      this.width,
      rows.byteOffset,
      count,
      gradients.byteOffset,
      options.rate,
      options.weightDecay ?? 0,
    );
  }

  /** Fills the start of `mask` with 0 or 1 / keep; `state` is not 0. Gives the state to go on from. */
  dropout(mask: Float32Array, length: number, keep: number, state: number): number {
    return this.#kernel.dropoutMask(mask.byteOffset, length, keep, state) >>> 0;
  }
}

export interface LearnOptions {
  readonly rate: number;
  /** Share of the rate by which touched values shrink (AdamW). Default 0. */
  readonly weightDecay?: number;
}
