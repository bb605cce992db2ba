import { describe, expect, it } from 'vitest';
import {
  bootstrapDifference,
  bootstrapMean,
} from '../../../../../shared/domain/evaluation/bootstrap.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

function coins(count: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: count }, () => (random() < 0.3 ? 1 : 0));
}

describe('bootstrap', () => {
  it.each([400, 30_000])('finds the interval that theory gives for %i coins', (count) => {
    const { mean, low, high } = bootstrapMean(coins(count, 5), 1);
    const deviation = Math.sqrt((mean * (1 - mean)) / count);
    expect(low).toBeGreaterThan(mean - 1.96 * deviation * 1.15);
    expect(low).toBeLessThan(mean - 1.96 * deviation * 0.85);
    expect(high).toBeGreaterThan(mean + 1.96 * deviation * 0.85);
    expect(high).toBeLessThan(mean + 1.96 * deviation * 1.15);
  });

  it('holds the true mean in about 95 of 100 samples', () => {
    let held = 0;
    for (let sample = 0; sample < 200; sample += 1) {
      const { low, high } = bootstrapMean(coins(300, sample), sample);
      if (low <= 0.3 && high >= 0.3) held += 1;
    }
    expect(held).toBeGreaterThan(180);
  });

  it('gives the same for the same seed and an interval of no width for equal values', () => {
    expect(bootstrapMean(coins(100, 2), 9)).toEqual(bootstrapMean(coins(100, 2), 9));
    expect(bootstrapMean(new Float64Array(50).fill(0.5), 1)).toEqual({
      ...{ mean: 0.5, low: 0.5, high: 0.5 },
    });
  });

  it('knows nothing of nothing', () => {
    const { mean, low, high } = bootstrapMean(new Float64Array(0), 1);
    expect([mean, low, high]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('sees a small but steady difference that two intervals would hide', () => {
    const baseline = coins(500, 3);
    const better = baseline.map((value) => value + 0.01);
    const difference = bootstrapDifference(better, baseline, 1);
    expect(difference.low).toBeCloseTo(0.01);
    expect(difference.high).toBeCloseTo(0.01);
    expect(bootstrapMean(better, 1).low).toBeLessThan(bootstrapMean(baseline, 1).high);
  });

  it('refuses pairs that are none', () => {
    expect(() => bootstrapDifference(coins(3, 1), coins(4, 1), 1)).toThrow(/3 and 4/);
  });

  it('widens where many values come from few shoppers', () => {
    const values = Float64Array.from({ length: 400 }, (_, at) => (at % 40 < 20 ? 1 : 0));
    const groups = Int32Array.from(values, (_, at) => Math.floor(at / 20));
    const [alone, together] = [bootstrapMean(values, 1), bootstrapMean(values, 1, groups)];
    expect(together.mean).toBeCloseTo(alone.mean);
    expect(together.high - together.low).toBeGreaterThan(3 * (alone.high - alone.low));
  });

  it('does not mind in which order the cases of shoppers come', () => {
    const values = Float64Array.from([1, 1, 0, 0, 1, 1]);
    const sorted = bootstrapMean(values, 1, Int32Array.from([0, 0, 1, 1, 2, 2]));
    const mixed = bootstrapMean(
      Float64Array.from([1, 0, 1, 1, 0, 1]),
      1,
      Int32Array.from([0, 1, 2, 0, 1, 2]),
    );
    expect(mixed).toEqual(sorted);
  });
});
