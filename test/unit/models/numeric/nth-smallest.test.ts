import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nthSmallest } from '../../../../models/numeric/nth-smallest.js';

test('the value at a place is the one that sorting would put there', () => {
  const few = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(few, fc.nat(), (values, chosen) => {
      const place = chosen % values.length;
      const sorted = Float64Array.from(values).sort();
      expect(nthSmallest(Float64Array.from(values), place)).toBe(sorted[place]);
    }),
  );
});

test('values that are in order, or all the same, take no longer', () => {
  const ascending = Float64Array.from({ length: 100_000 }, (_, at) => at);
  expect(nthSmallest(ascending.slice(), 70_000)).toBe(70_000);
  expect(nthSmallest(ascending.toReversed(), 70_000)).toBe(70_000);
  expect(nthSmallest(new Float64Array(100_000).fill(3), 5)).toBe(3);
});

test('there is no value at a place outside', () => {
  expect(nthSmallest(Float64Array.of(1, 2), 2)).toBeNaN();
  expect(nthSmallest(new Float64Array(0), 0)).toBeNaN();
});
