import { floatAt, integerAt } from './read.js';
/**
 * Sums for few of many keys, emptied in constant time: a stamp per key says whether its sum is of this round.
 * Beside the sum it keeps, for each key, the largest single amount and who gave it.
 */
export class SparseScores {
  #totals = new Float64Array(0);
  #largest = new Float64Array(0);
  #givers = new Int32Array(0);
  #stamps = new Int32Array(0);
  #touched = new Int32Array(0);
  #round = 0;
  #size = 0;

  /** Number of keys with a sum; `keyAt(0 … size − 1)` names them in the order they came. */
  get size(): number {
    return this.#size;
  }

  /** The keys with a sum, `size` of them, to be read before the next `add` or `begin`. */
  get keys(): Int32Array {
    return this.#touched;
  }

  /** The sums by key, true only for `keys`. */
  get totals(): Float64Array {
    return this.#totals;
  }

  /** Empties, and makes room for keys below `keys`. */
  begin(keys: number): void {
    if (keys > this.#stamps.length) this.#grow(Math.max(keys, this.#stamps.length * 1.5, 64));
    this.#round += 1;
    this.#size = 0;
  }

  add(key: number, amount: number, giver: number): void {
    if (this.#stamps[key] !== this.#round) {
      this.#stamps[key] = this.#round;
      this.#touched[this.#size] = key;
      this.#size += 1;
      this.#totals[key] = amount;
      this.#largest[key] = amount;
      this.#givers[key] = giver;
      return;
    }
    this.#totals[key] = floatAt(this.#totals, key) + amount;
    if (amount <= floatAt(this.#largest, key)) return;
    this.#largest[key] = amount;
    this.#givers[key] = giver;
  }

  /** Adds all sums of another, each times `factor`. */
  addAll(other: SparseScores, factor: number, giver: number): void {
    const { keys, totals, size } = other;
    for (let index = 0; index < size; index += 1) {
      const key = integerAt(keys, index);
      this.add(key, factor * floatAt(totals, key), giver);
    }
  }

  /** Zero where nothing was added. */
  of(key: number): number {
    return this.#stamps[key] === this.#round ? floatAt(this.#totals, key) : 0;
  }

  /** Who gave the largest single amount; −1 where nothing was added. */
  giverOf(key: number): number {
    return this.#stamps[key] === this.#round ? integerAt(this.#givers, key, -1) : -1;
  }

  /** Multiplies every sum by a factor of its key. */
  scale(factorOf: (key: number) => number): void {
    for (let index = 0; index < this.#size; index += 1) {
      const key = integerAt(this.#touched, index);
      this.#totals[key] = floatAt(this.#totals, key) * factorOf(key);
    }
  }

  /** The sum of all sums. */
  mass(): number {
    let mass = 0;
    for (let index = 0; index < this.#size; index += 1) {
      mass += floatAt(this.#totals, integerAt(this.#touched, index));
    }
    return mass;
  }

  /** Zero where there is no sum. */
  largestTotal(): number {
    let largest = 0;
    for (let index = 0; index < this.#size; index += 1) {
      const total = floatAt(this.#totals, integerAt(this.#touched, index));
      if (total > largest) largest = total;
    }
    return largest;
  }

  /** Nothing is kept: growing happens between rounds. */
  #grow(keys: number): void {
    const length = Math.ceil(keys);
    this.#totals = new Float64Array(length);
    this.#largest = new Float64Array(length);
    this.#givers = new Int32Array(length);
    this.#stamps = new Int32Array(length);
    this.#touched = new Int32Array(length);
  }
}
