import { float64Column } from '../../numeric/column.js';

/**
 * Per key the sum of weights that halve every `halfLifeMs`, kept as the base-2 logarithm of Σ weight · 2^(ts / half-life):
 * adding is exact in any order of time, nothing overflows, and the order of two keys does not depend on when it is asked.
 */
export class DecayedSums {
  readonly #logarithm = float64Column(Number.NEGATIVE_INFINITY);
  readonly #halfLifeMs: number;

  constructor(halfLifeMs: number) {
    this.#halfLifeMs = halfLifeMs;
  }

  add(key: number, weight: number, ts: number): void {
    if (weight <= 0) return;
    this.#logarithm.reserve(key + 1);
    const before = this.logarithmOf(key);
    const added = Math.log2(weight) + ts / this.#halfLifeMs;
    const larger = Math.max(before, added);
    this.#logarithm.values[key] = larger + Math.log2(1 + 2 ** (Math.min(before, added) - larger));
  }

  clear(key: number): void {
    this.#logarithm.reserve(key + 1);
    this.#logarithm.values[key] = Number.NEGATIVE_INFINITY;
  }

  /** Orders keys by their sums at any one time; −∞ for a key without weight. */
  logarithmOf(key: number): number {
    return this.#logarithm.values[key] ?? Number.NEGATIVE_INFINITY;
  }

  /** The sum as it stands at `now`. */
  at(key: number, now: number): number {
    return 2 ** (this.logarithmOf(key) - now / this.#halfLifeMs);
  }

  /** Weight a day at `now`, for a steady stream equal to its true rate. */
  dailyRate(key: number, now: number): number {
    return this.at(key, now) * ((Math.LN2 * 86_400_000) / this.#halfLifeMs);
  }
}
