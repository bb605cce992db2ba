import { floatAt } from './read.js';

/**
 * The value that would stand at `place` were the values sorted; moves them about. Linear on average (Hoare, "Find",
 * 1961). NaN for a place outside.
 */
export function nthSmallest(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const { left, right } = partition(values, low, high);
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return values[place] ?? Number.NaN;
}

/** Up to `right` nothing is above the value in the middle, from `left` on nothing below; between lies that value. */
function partition(values: Float64Array, low: number, high: number) {
  const pivot = floatAt(values, (low + high) >> 1);
  let [left, right] = [low, high];
  while (left <= right) {
    while (floatAt(values, left) < pivot) left += 1;
    while (floatAt(values, right) > pivot) right -= 1;
    if (left > right) break;
    const moved = floatAt(values, left);
    values[left] = floatAt(values, right);
    values[right] = moved;
    left += 1;
    right -= 1;
  }
  return { left, right };
}
