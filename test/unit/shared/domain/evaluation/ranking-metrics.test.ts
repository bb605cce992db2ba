import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hitRate,
  ndcg,
  placesOf,
  precision,
  recall,
  reciprocalRank,
} from '../../../../../shared/domain/evaluation/ranking-metrics.js';

const list = ['a', 'b', 'c', 'd', 'e'];
const targets = new Set(['b', 'd', 'z']);
const places = placesOf(list, targets);

describe('ranking metrics', () => {
  it('find the places of the targets, each once', () => {
    expect(places).toEqual([1, 3]);
    expect(placesOf(['b', 'b', 'd'], targets)).toEqual([0, 2]);
    expect(placesOf([], targets)).toEqual([]);
  });

  it('agree with figures worked out by hand', () => {
    expect(hitRate(places, 1)).toBe(0);
    expect(hitRate(places, 2)).toBe(1);
    expect(recall(places, 3, 4)).toBeCloseTo(2 / 3);
    expect(recall(places, 3, 2)).toBeCloseTo(1 / 2);
    expect(precision(places, 5)).toBeCloseTo(2 / 5);
    expect(reciprocalRank(places, 5)).toBe(1 / 2);
    expect(reciprocalRank(places, 1)).toBe(0);
    expect(reciprocalRank([], 5)).toBe(0);
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcg(places, 3, 5)).toBeCloseTo(gain / ideal, 12);
  });

  it('are 1 for the best possible list and 0 for one without targets', () => {
    for (const cutoff of [1, 3, 10]) {
      const best = placesOf(['b', 'd', 'z', 'a'], targets);
      expect(ndcg(best, 3, cutoff)).toBeCloseTo(1);
      expect(recall(best, 3, cutoff)).toBe(1);
      expect(reciprocalRank(best, cutoff)).toBe(1);
      const none = placesOf(['x', 'y'], targets);
      const figures = [ndcg(none, 3, cutoff), recall(none, 3, cutoff), precision(none, cutoff)];
      expect(figures).toEqual([0, 0, 0]);
    }
  });

  it('never fall when a target moves up', () => {
    const at = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 20 }), (place, cutoff) => {
        for (const figure of [
          (of: readonly number[]) => ndcg(of, 1, cutoff),
          (of: readonly number[]) => recall(of, 1, cutoff),
          (of: readonly number[]) => reciprocalRank(of, cutoff),
        ]) {
          expect(figure([place - 1])).toBeGreaterThanOrEqual(figure([place]));
        }
      }),
    );
  });
});
