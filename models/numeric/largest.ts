import { singleAt } from './read.js';

/** Weights of a fit that goes well stay far below: beyond it came apart, even where its loss is still a number. */
export const weightLimit = 1_000;

/** The largest absolute value, 0 of none; NaN where there is one. */
export function largestOf(values: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(singleAt(values, at));
    if (Number.isNaN(size)) return size;
    if (size > largest) largest = size;
  }
  return largest;
}

/** The largest of many; NaN where there is one. */
export function largestOfAll(lists: Iterable<Float32Array>): number {
  return Math.max(0, ...Array.from(lists, largestOf));
}
