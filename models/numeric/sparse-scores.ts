import { float64Column, int32Column } from './column.js';

/**
 * Sums for few of many keys, emptied in constant time: a stamp per key says whether its sum is of this round.
 * Beside the sum it keeps, for each key, the largest single amount and who gave it.
 */
export class SparseScores {
  readonly #total = float64Column();
  readonly #largest = float64Column();
  readonly #giver = int32Column();
  readonly #stamp = int32Column();
  readonly #touched = int32Column();
  #round = 0;
  #size = 0;

  /** Number of keys with a sum; `keyAt(0 … size − 1)` names them in the order they came. */
  get size(): number {
    return this.#size;
  }

  /** Empties, and makes room for keys below `keys`. */
  begin(keys: number): void {
    for (const column of [this.#total, this.#largest, this.#giver, this.#stamp, this.#touched]) {
      column.reserve(keys);
    }
    this.#round += 1;
    this.#size = 0;
  }

  add(key: number, amount: number, giver: number): void {
    const total = this.#total.values;
    const largest = this.#largest.values;
    if (this.#stamp.values[key] !== this.#round) {
      this.#stamp.values[key] = this.#round;
      this.#touched.values[this.#size] = key;
      this.#size += 1;
      total[key] = amount;
      largest[key] = amount;
      this.#giver.values[key] = giver;
      return;
    }
    total[key] = (total[key] ?? 0) + amount;
    if (amount <= (largest[key] ?? 0)) return;
    largest[key] = amount;
    this.#giver.values[key] = giver;
  }

  has(key: number): boolean {
    return this.#stamp.values[key] === this.#round;
  }

  /** Zero where nothing was added. */
  of(key: number): number {
    return this.has(key) ? (this.#total.values[key] ?? 0) : 0;
  }

  /** Who gave the largest single amount; −1 where nothing was added. */
  giverOf(key: number): number {
    return this.has(key) ? (this.#giver.values[key] ?? -1) : -1;
  }

  keyAt(index: number): number {
    return this.#touched.values[index] ?? -1;
  }

  /** Multiplies every sum by a factor of its key. */
  scale(factorOf: (key: number) => number): void {
    for (let index = 0; index < this.#size; index += 1) {
      const key = this.keyAt(index);
      this.#total.values[key] = (this.#total.values[key] ?? 0) * factorOf(key);
    }
  }

  /** The sum of all sums. */
  mass(): number {
    let mass = 0;
    for (let index = 0; index < this.#size; index += 1) mass += this.of(this.keyAt(index));
    return mass;
  }

  largestTotal(): number {
    let largest = 0;
    for (let index = 0; index < this.#size; index += 1) {
      const total = this.#total.values[this.#touched.values[index] ?? 0] ?? 0;
      if (total > largest) largest = total;
    }
    return largest;
  }
}
