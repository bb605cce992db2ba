import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../../../../shared/domain/evaluation/area-under-curve.js';
import { placesOf } from '../../../../../shared/domain/evaluation/ranking-metrics.js';

describe('area under the curve', () => {
  it('agrees with a ranking worked out by hand', () => {
    // Of six pairs of a target and another item, a-b, a-d and c-d stand rightly, c-b wrongly, and e comes last.
    const places = placesOf(['a', 'b', 'c', 'd', 'e'], new Set(['a', 'c']));
    const auc = areaUnderCurve(places, { targets: 2, ranked: 5, candidates: 5 });
    expect(auc).toBeCloseTo(5 / 6);
  });

  it('counts a target that is not ranked as tied with what is not ranked either', () => {
    expect(areaUnderCurve([], { targets: 1, ranked: 0, candidates: 9 })).toBe(0.5);
    // Behind the 4 ranked ones, tied with the other 4.
    expect(areaUnderCurve([], { targets: 1, ranked: 4, candidates: 9 })).toBeCloseTo(0.25);
  });

  it('is a half where there is nothing to tell apart', () => {
    expect(areaUnderCurve([0], { targets: 1, ranked: 1, candidates: 1 })).toBe(0.5);
    expect(areaUnderCurve([], { targets: 0, ranked: 3, candidates: 3 })).toBe(0.5);
  });

  it('is the share of pairs in the right order', () => {
    const relevance = fc.array(fc.boolean(), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(relevance, (isTarget) => {
        const places = [...isTarget.keys()].filter((place) => isTarget[place]);
        fc.pre(places.length > 0 && places.length < isTarget.length);
        let right = 0;
        for (const place of places) {
          right += isTarget.filter((target, other) => !target && other > place).length;
        }
        const size = isTarget.length;
        const pairs = places.length * (size - places.length);
        const ranking = { targets: places.length, ranked: size, candidates: size };
        expect(areaUnderCurve(places, ranking)).toBeCloseTo(right / pairs, 12);
      }),
    );
  });
});
