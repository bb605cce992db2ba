import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../../../shared/domain/random.js';
import {
  aroundMedian,
  at,
  between,
  pick,
  pickWeighted,
} from '../../../../../shared/domain/sample-shop/choice.js';

test('weights decide how often an option comes', () => {
  const random = seededRandom(1);
  const drawn = Array.from({ length: 10_000 }, () =>
    pickWeighted(random, ['a', 'b', 'c'], [1, 0, 3]),
  );
  expect(drawn.filter((option) => option === 'a').length / 10_000).toBeCloseTo(0.25, 1);
  expect(drawn).not.toContain('b');
});

test('without any weight the last option is taken', () => {
  expect(pickWeighted(seededRandom(1), ['a', 'b'], [0, 0])).toBe('b');
  expect(pickWeighted(seededRandom(1), ['a', 'b'], [])).toBe('b');
});

test('an empty list has nothing to give', () => {
  expect(() => pick(seededRandom(1), [])).toThrow(RangeError);
  expect(() => at(['a'], 1)).toThrow('no element 1 in a list of 1');
});

test('a number between two bounds stays there', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 99 }), (seed, low) => {
      const value = between(seededRandom(seed), low, low + 1);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThan(low + 1);
    }),
  );
});

test('half of the draws lie below the median, and none below zero', () => {
  const random = seededRandom(1);
  const drawn = Array.from({ length: 10_000 }, () => aroundMedian(random, 25, 0.7));
  expect(drawn.filter((value) => value < 25).length / 10_000).toBeCloseTo(0.5, 1);
  expect(Math.min(...drawn)).toBeGreaterThan(0);
});
