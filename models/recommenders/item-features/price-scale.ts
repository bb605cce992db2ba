import type { Item } from '../../../shared/domain/item.js';

/** Of the natural logarithms of 1 + price. */
export interface PriceScale {
  readonly mean: number;
  /** > 0. */
  readonly deviation: number;
}

function logPriceOf(item: Item): number | undefined {
  return item.price === undefined ? undefined : Math.log1p(Math.max(0, item.price));
}

export function priceScale(items: readonly Item[]): PriceScale {
  const logs = items.flatMap((item) => logPriceOf(item) ?? []);
  if (logs.length === 0) return { mean: 0, deviation: 1 };
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** How many deviations from the usual price, within ±4; undefined where the item has no price. */
export function scaledPrice(item: Item, { mean, deviation }: PriceScale): number | undefined {
  const log = logPriceOf(item);
  return log === undefined ? undefined : Math.max(-4, Math.min(4, (log - mean) / deviation));
}
