import type { Random } from '../random.js';

/** Each as likely as the others. Throws RangeError for an empty list. */
export function pick<T>(random: Random, options: readonly T[]): T {
  return at(options, Math.floor(random() * options.length));
}

/** Throws RangeError outside the list, so that callers need no second path. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return value;
}

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** An option with a probability in proportion to its weight ≥ 0; the last where all weigh nothing. */
export function pickWeighted<T>(
  random: Random,
  options: readonly T[],
  weights: ArrayLike<number>,
): T {
  let total = 0;
  for (let index = 0; index < options.length; index += 1) total += weights[index] ?? 0;
  let left = random() * total;
  for (let index = 0; index < options.length; index += 1) {
    left -= weights[index] ?? 0;
    if (left < 0) return at(options, index);
  }
  return at(options, options.length - 1);
}

/** Log-normal: half of the draws lie below `median`; `spread` is the deviation of the logarithm. */
export function aroundMedian(random: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}
