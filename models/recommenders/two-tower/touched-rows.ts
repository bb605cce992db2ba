import { EmbeddingTable, tableBytes } from '../../numeric/embedding-table.js';
import { type KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';
import { integerAt } from '../../numeric/read.js';

export interface TouchedSize {
  /** Of the whole table. */
  readonly rows: number;
  readonly width: number;
  /** Different rows that one step touches at most. */
  readonly capacity: number;
}

/** What `TouchedRows` takes of a `KernelMemory`. */
export function touchedBytes({ rows, width, capacity }: TouchedSize): number {
  const buffers = kernelBytes([capacity, capacity * width, capacity * width]);
  return tableBytes({ rows, width }) + buffers;
}

/** An embedding table, and of its rows those that the current step touches, each once in a slot of its own. */
export class TouchedRows {
  readonly table: EmbeddingTable;
  /** By slot: copies of the touched rows, and what they are to be moved by. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly gradients: Float32Array<ArrayBuffer>;
  readonly rows: Int32Array<ArrayBuffer>;
  readonly #slots: Int32Array;
  readonly #steps: Int32Array;
  #step = 0;
  #count = 0;

  constructor(memory: KernelMemory, { rows, width, capacity }: TouchedSize) {
    this.table = new EmbeddingTable(memory, { rows, width });
    this.rows = memory.integers(capacity);
    this.values = memory.floats(capacity * width);
    this.gradients = memory.floats(capacity * width);
    this.#slots = new Int32Array(rows);
    this.#steps = new Int32Array(rows);
  }

  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#step += 1;
    this.#count = 0;
  }

  /** The slot of a row; the next free one where the step has not touched it yet. */
  slotOf(row: number): number {
    if (integerAt(this.#steps, row) === this.#step) return integerAt(this.#slots, row);
    const slot = this.#count;
    this.#steps[row] = this.#step;
    this.#slots[row] = slot;
    this.rows[slot] = row;
    this.#count += 1;
    return slot;
  }

  /** Copies the touched rows to `values` and sets their gradients to zero. */
  gather(): void {
    this.table.gather(this.rows, this.#count, this.values);
    this.gradients.fill(0, 0, this.#count * this.table.width);
  }

  /** One step of Adam at a rate that holds the bias correction. */
  learn(rate: number): void {
    this.table.learn(this.rows, this.#count, this.gradients, { rate });
  }
}
