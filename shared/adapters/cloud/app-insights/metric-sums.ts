import type { Dimensions } from '../../../ports/runtime.js';

/** Measurements of one name and one set of dimensions, added up. */
export interface MetricSum {
  readonly name: string;
  readonly dimensions: Dimensions;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** What more different ones come to is thrown away: somebody has put an id where a kind was meant. */
const maxSums = 1_000;

/** Adds measurements up, so that a thousand requests send no more of them than one. */
export class MetricSums {
  #sums = new Map<string, MetricSum>();

  add(name: string, value: number, dimensions: Dimensions = {}): void {
    if (!Number.isFinite(value)) return;
    const key = keyOf(name, dimensions);
    const sum = this.#sums.get(key);
    if (sum !== undefined) {
      sum.count += 1;
      sum.sum += value;
      sum.min = Math.min(sum.min, value);
      sum.max = Math.max(sum.max, value);
    } else if (this.#sums.size < maxSums) {
      this.#sums.set(key, { name, dimensions, count: 1, sum: value, min: value, max: value });
    }
  }

  /** All there are, and begins anew. */
  take(): readonly MetricSum[] {
    const sums = [...this.#sums.values()];
    this.#sums = new Map();
    return sums;
  }
}

function keyOf(name: string, dimensions: Dimensions): string {
  let key = name;
  for (const each in dimensions) key += `\n${each}\n${dimensions[each]}`;
  return key;
}
