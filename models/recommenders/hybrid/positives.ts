import { eventKinds } from '../../../shared/domain/event.js';
import type { ShopperEvents } from '../../../shared/ports/training.js';
import { Column, int32Column } from '../../numeric/column.js';
import { floatAt, integerAt, singleAt } from '../../numeric/read.js';

/** Pairs of a shopper and an item that they chose, by shopper, items ascending. */
export interface Positives {
  /** Shopper s chose the pairs starts[s] … starts[s + 1] − 1. */
  readonly starts: Int32Array;
  readonly shoppers: Int32Array;
  readonly items: Int32Array;
  /** What the events of the pair say together, with mean 1. */
  readonly weights: Float32Array;
}

const dismissal = eventKinds.indexOf('dismiss');
const eventsBetweenPauses = 50_000;

/**
 * Sums up what each shopper did with each item: the weights of the events less those of dismissals. Pairs that come to
 * more than nothing are positives, by the logarithm of the sum: ten views say more than one, but not ten times as much.
 * `pause` is awaited about every 50,000 events.
 */
export async function positivesOf(
  events: ShopperEvents,
  itemCount: number,
  pause: () => Promise<void>,
): Promise<Positives> {
  const shopperCount = events.starts.length - 1;
  const sums = new Float64Array(itemCount);
  const starts = new Int32Array(shopperCount + 1);
  const shoppers = int32Column();
  const items = int32Column();
  const weights = new Column((length) => new Float32Array(length));
  let size = 0;
  let pausedAt = 0;
  for (let shopper = 0; shopper < shopperCount; shopper += 1) {
    for (const item of sumUp(events, shopper, sums)) {
      const sum = floatAt(sums, item);
      sums[item] = 0;
      if (!(sum > 0)) continue;
      for (const column of [shoppers, items, weights]) column.reserve(size + 1);
      shoppers.values[size] = shopper;
      items.values[size] = item;
      weights.values[size] = Math.log1p(sum);
      size += 1;
    }
    starts[shopper + 1] = size;
    const end = integerAt(events.starts, shopper + 1);
    if (end - pausedAt < eventsBetweenPauses) continue;
    pausedAt = end;
    await pause();
  }
  return {
    starts,
    shoppers: shoppers.values.slice(0, size),
    items: items.values.slice(0, size),
    weights: toMeanOne(weights.values.slice(0, size)),
  };
}

/** Whether there is any positive at all; the first shopper tells as a rule. */
export function hasPositive(events: ShopperEvents, itemCount: number): boolean {
  const sums = new Float64Array(itemCount);
  for (let shopper = 0; shopper + 1 < events.starts.length; shopper += 1) {
    const items = sumUp(events, shopper, sums);
    if (items.some((item) => floatAt(sums, item) > 0)) return true;
    for (const item of items) sums[item] = 0;
  }
  return false;
}

/** Adds a shopper's events to `sums`; the items that it touched, ascending. */
function sumUp(events: ShopperEvents, shopper: number, sums: Float64Array): Int32Array {
  const touched = new Set<number>();
  const end = integerAt(events.starts, shopper + 1);
  for (let row = integerAt(events.starts, shopper); row < end; row += 1) {
    const item = integerAt(events.item, row);
    const sign = events.kind[row] === dismissal ? -1 : 1;
    touched.add(item);
    sums[item] = floatAt(sums, item) + sign * singleAt(events.weight, row);
  }
  return Int32Array.from(touched).sort();
}

function toMeanOne(weights: Float32Array): Float32Array {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => (weight * weights.length) / sum);
}

/** How often each of `size` numbers stands among `values`. */
export function countEach(values: Int32Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const value of values) counts[value] = integerAt(counts, value) + 1;
  return counts;
}
