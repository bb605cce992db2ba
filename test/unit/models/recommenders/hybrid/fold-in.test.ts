import { describe, expect, it } from 'vitest';
import { fitFoldIn, placeOf } from '../../../../../models/recommenders/hybrid/fold-in.js';
import { profileOf } from '../../../../../models/recommenders/hybrid/profile.js';

/** Item vectors along the axes of the plane, and their sum. */
const itemVectors = Float32Array.of(1, 0, 0, 1, 1, 1);
const dimension = 2;

const choices = (items: readonly number[], weights = items.map(() => 1)) => ({
  items: Int32Array.from(items),
  weights: Float32Array.from(weights),
});

describe('profileOf', () => {
  it('is the weighted mean of the chosen items, the longer the more there are', () => {
    const one = profileOf(choices([0]), itemVectors, dimension);
    expect([...one]).toEqual([1, 0]);
    const both = profileOf(choices([0, 1], [3, 1]), itemVectors, dimension);
    expect(both[0]).toBeCloseTo(0.75 * Math.SQRT2);
    expect(both[1]).toBeCloseTo(0.25 * Math.SQRT2);
  });

  it('points away from what was dismissed', () => {
    expect([...profileOf(choices([1], [-2]), itemVectors, dimension)]).toEqual([0, -1]);
    expect([...profileOf(choices([]), itemVectors, dimension)]).toEqual([0, 0]);
  });
});

describe('fitFoldIn', () => {
  it('finds the scaling that put shoppers where they stand', () => {
    const positives = {
      ...{ starts: Int32Array.of(0, 1, 2, 3), shoppers: Int32Array.of(0, 1, 2) },
      ...choices([0, 1, 2]),
    };
    const shopperVectors = itemVectors.map((value) => 3 * value);
    const map = fitFoldIn(positives, { dimension, itemVectors, shopperVectors });
    for (const [at, value] of [3, 0, 0, 3].entries()) expect(map[at]).toBeCloseTo(value, 5);
  });

  it('is zero where no shopper has chosen anything', () => {
    const nobody = { starts: Int32Array.of(0, 0), shoppers: new Int32Array(0), ...choices([]) };
    const learnt = { dimension, itemVectors, shopperVectors: Float32Array.of(1, 1) };
    expect([...fitFoldIn(nobody, learnt)]).toEqual([0, 0, 0, 0]);
  });
});

describe('placeOf', () => {
  const maps = {
    ...{ dimension, itemVectors, traitVectors: Float32Array.of(4, 0) },
    foldIn: Float32Array.of(2, 0, 0, 2),
    foldInBesideTraits: Float32Array.of(0, 1, 1, 0),
  };

  it('maps what was chosen where no trait is known', () => {
    expect([...placeOf(choices([0]), [], maps)]).toEqual([2, 0]);
  });

  it('adds what is chosen to where traits put somebody', () => {
    const [x = 0, y = 0] = placeOf(choices([0]), [0], maps);
    expect(x).toBeCloseTo(4 / Math.SQRT2, 5);
    expect(y).toBeCloseTo(1, 5);
  });
});
