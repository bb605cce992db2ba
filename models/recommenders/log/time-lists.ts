import { Column, int32Column } from '../../numeric/column.js';
import { elementAt, floatAt, integerAt } from '../../numeric/read.js';

/** How far a late row looks for its place before the list is left to be sorted when next read. */
const patience = 64;
export const none = -1;

/**
 * Lists of log rows, one list a key, newest first; equal times by row, the later row first.
 * Adding is O(1) for rows that come about in order. A list that rows reach far out of order is sorted when read.
 */
export class TimeLists {
  readonly #times: Column<Float64Array>;
  readonly #newest = int32Column(none);
  readonly #count = int32Column();
  readonly #older = int32Column(none);
  readonly #newer = int32Column(none);
  readonly #unsorted = new Column<Uint8Array>((length) => new Uint8Array(length));

  /** `times` holds the milliseconds of each row and is the log's own. */
  constructor(times: Column<Float64Array>) {
    this.#times = times;
  }

  /** Adds a row of the log; false where its place was too far back to look for now. */
  add(key: number, row: number): boolean {
    this.#reserve(key, row);
    this.#count.values[key] = integerAt(this.#count.values, key) + 1;
    const newest = integerAt(this.#newest.values, key, none);
    const after = this.#unsorted.values[key] === 1 ? undefined : this.#placeOf(row, newest);
    if (after === undefined) this.#unsorted.values[key] = 1;
    this.#insert(key, row, after ?? none);
    return after !== undefined;
  }

  remove(key: number, row: number): void {
    const older = integerAt(this.#older.values, row, none);
    const newer = integerAt(this.#newer.values, row, none);
    if (newer === none) this.#newest.values[key] = older;
    else this.#older.values[newer] = older;
    if (older !== none) this.#newer.values[older] = newer;
    this.#count.values[key] = integerAt(this.#count.values, key) - 1;
  }

  /** Puts a list in order where late rows left it unsorted; `older` and `newer` are true from then to the next `add`. */
  settle(key: number): void {
    if (this.#unsorted.values[key] === 1) this.#sort(key);
  }

  /** The newest row of a key, −1 for an empty list. Settles the list. */
  newest(key: number): number {
    this.settle(key);
    return integerAt(this.#newest.values, key, none);
  }

  count(key: number): number {
    return integerAt(this.#count.values, key);
  }

  /** The neighbour of a row in its settled list; −1 at the end. */
  older(row: number): number {
    return integerAt(this.#older.values, row, none);
  }

  newer(row: number): number {
    return integerAt(this.#newer.values, row, none);
  }

  /** All rows of a key, newest first. */
  rows(key: number): number[] {
    const rows: number[] = [];
    for (let row = this.newest(key); row !== none; row = this.older(row)) rows.push(row);
    return rows;
  }

  #reserve(key: number, row: number): void {
    this.#newest.reserve(key + 1);
    this.#count.reserve(key + 1);
    this.#unsorted.reserve(key + 1);
    this.#older.reserve(row + 1);
    this.#newer.reserve(row + 1);
  }

  /** The row that `row` comes right before in age, −1 for the newest place, undefined where patience ends. */
  #placeOf(row: number, newest: number): number | undefined {
    let after = none;
    let at = newest;
    for (let step = 0; at !== none && this.#isNewer(at, row); step += 1) {
      if (step === patience) return undefined;
      after = at;
      at = integerAt(this.#older.values, at, none);
    }
    return after;
  }

  #isNewer(a: number, b: number): boolean {
    const times = this.#times.values;
    const difference = floatAt(times, a) - floatAt(times, b);
    return difference === 0 ? a > b : difference > 0;
  }

  #insert(key: number, row: number, newer: number): void {
    const older = newer === none ? this.#newest.values[key] : this.#older.values[newer];
    this.#newer.values[row] = newer;
    this.#older.values[row] = older ?? none;
    if (newer === none) this.#newest.values[key] = row;
    else this.#older.values[newer] = row;
    if (older !== undefined && older !== none) this.#newer.values[older] = row;
  }

  #sort(key: number): void {
    this.#unsorted.values[key] = 0;
    const rows = this.rows(key).sort((a, b) => (this.#isNewer(a, b) ? -1 : 1));
    this.#newest.values[key] = elementAt(rows, 0, none);
    for (let index = 0; index < rows.length; index += 1) {
      const row = elementAt(rows, index, none);
      this.#newer.values[row] = elementAt(rows, index - 1, none);
      this.#older.values[row] = elementAt(rows, index + 1, none);
    }
  }
}
