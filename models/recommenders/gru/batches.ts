import type { Random } from '../../../shared/domain/random.js';
import { integerAt } from '../../numeric/read.js';
import type { Windows } from './windows.js';

/** Batches that are sorted by length together: enough for even lengths, few enough for chance to mix them. */
const batchesSorted = 20;

/** Windows of one step, longest first. */
export type Batch = Int32Array;

/**
 * All windows in a random order, in batches of about `rows` positions whose windows are of similar length.
 * A batch exceeds `rows` by less than its shortest window.
 */
export function batchesOf({ lengths }: Windows, rows: number, random: Random): readonly Batch[] {
  const order = shuffled(Int32Array.from(lengths.keys()), random);
  const batches: Batch[] = [];
  const lengthAt = (window: number) => integerAt(lengths, window);
  for (let from = 0; from < order.length; ) {
    const end = fill(order, from, rows * batchesSorted, lengthAt);
    const sorted = longestFirst(order.subarray(from, end), lengthAt);
    for (let at = 0; at < sorted.length; ) {
      const next = fill(sorted, at, rows, lengthAt);
      batches.push(sorted.subarray(at, next));
      at = next;
    }
    from = end;
  }
  return shuffled(batches, random);
}

/** Sorted by counting, since lengths are small: an epoch of millions of windows is ordered in a moment. */
function longestFirst(windows: Int32Array, lengthAt: (window: number) => number): Int32Array {
  const longest = windows.reduce((most, window) => Math.max(most, lengthAt(window)), 0);
  const starts = new Int32Array(longest + 2);
  const slotOf = (window: number) => longest - lengthAt(window);
  for (const window of windows) {
    const next = slotOf(window) + 1;
    starts[next] = integerAt(starts, next) + 1;
  }
  for (let slot = 1; slot < starts.length; slot += 1) {
    starts[slot] = integerAt(starts, slot) + integerAt(starts, slot - 1);
  }
  const sorted = new Int32Array(windows.length);
  for (const window of windows) {
    const slot = slotOf(window);
    sorted[integerAt(starts, slot)] = window;
    starts[slot] = integerAt(starts, slot) + 1;
  }
  return sorted;
}

/** Where windows from `from` on hold `rows` positions. */
function fill(
  order: Int32Array,
  from: number,
  rows: number,
  lengthAt: (window: number) => number,
): number {
  let at = from;
  for (let held = 0; at < order.length && held < rows; at += 1) {
    held += lengthAt(integerAt(order, at));
  }
  return at;
}

/** Fisher and Yates, in place. */
function shuffled<List extends Int32Array | Batch[]>(list: List, random: Random): List {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const held = list[at];
    list[at] = list[other] as never;
    list[other] = held as never;
  }
  return list;
}
