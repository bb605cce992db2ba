import { float64Column } from '../numeric/column.js';
import { floatAt, singleAt } from '../numeric/read.js';
import { blockRows } from './quantised-rows.js';

/** The vectors of items as they were given, in rows without gaps: a new one at the end, the last in place of one removed. */
export class ItemRows {
  readonly #dimensions: number;
  readonly #rows = new Map<string, number>();
  readonly #ids: string[] = [];
  /** `blockRows` × dimensions each, row-major. */
  readonly #blocks: Float32Array[] = [];
  readonly #lengths = float64Column();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  get size(): number {
    return this.#ids.length;
  }

  rowOf(itemId: string): number | undefined {
    return this.#rows.get(itemId);
  }

  itemOf(row: number): string {
    return this.#ids[row] ?? '';
  }

  /** A view. */
  vectorOf(row: number): Float32Array {
    const start = (row % blockRows) * this.#dimensions;
    return this.#blockOf(row).subarray(start, start + this.#dimensions);
  }

  lengthOf(row: number): number {
    return floatAt(this.#lengths.values, row);
  }

  /** Makes room for so many rows in all. Throws `RangeError` where there is none. */
  reserve(rows: number): void {
    while (this.#blocks.length * blockRows < rows) {
      this.#blocks.push(new Float32Array(blockRows * this.#dimensions));
    }
    this.#lengths.reserve(rows);
  }

  /** Copies the vector, whose length is given, and tells its row; for a new one there is room. */
  put(itemId: string, vector: Float32Array, length: number): number {
    const row = this.#rows.get(itemId) ?? this.#add(itemId);
    this.#blockOf(row).set(vector, (row % blockRows) * this.#dimensions);
    this.#lengths.values[row] = length;
    return row;
  }

  /** Tells the row that was freed and that the last one has taken; undefined where the item had none. */
  remove(itemId: string): number | undefined {
    const row = this.#rows.get(itemId);
    if (row === undefined) return undefined;
    this.#copy(this.size - 1, row);
    this.#ids.pop();
    this.#rows.delete(itemId);
    return row;
  }

  /** The cosine with a vector of unit length, in [−1, 1]. */
  cosine(row: number, unit: Float64Array): number {
    const block = this.#blockOf(row);
    const start = (row % blockRows) * this.#dimensions;
    let product = 0;
    for (let at = 0; at < unit.length; at += 1) {
      product += singleAt(block, start + at) * floatAt(unit, at);
    }
    return Math.max(-1, Math.min(1, product / this.lengthOf(row)));
  }

  #copy(from: number, to: number): void {
    const itemId = this.itemOf(from);
    this.#ids[to] = itemId;
    this.#rows.set(itemId, to);
    this.#blockOf(to).set(this.vectorOf(from), (to % blockRows) * this.#dimensions);
    this.#lengths.values[to] = this.lengthOf(from);
  }

  #add(itemId: string): number {
    const row = this.#ids.push(itemId) - 1;
    this.#rows.set(itemId, row);
    return row;
  }

  #blockOf(row: number): Float32Array {
    return this.#blocks[Math.floor(row / blockRows)] ?? new Float32Array(0);
  }
}
