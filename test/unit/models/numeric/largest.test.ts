import { expect, test } from 'vitest';
import { largestOf, largestOfAll } from '../../../../models/numeric/largest.js';

test('the largest value counts by its size, wherever it is', () => {
  expect(largestOf(Float32Array.of(1, -7, 3))).toBe(7);
  expect(largestOf(new Float32Array(0))).toBe(0);
  expect(largestOfAll([Float32Array.of(1), Float32Array.of(-2)])).toBe(2);
  expect(largestOfAll([])).toBe(0);
});

test('what is no number is not passed over, and what has no bound is the largest', () => {
  expect(largestOf(Float32Array.of(9, Number.NaN, Number.POSITIVE_INFINITY))).toBeNaN();
  expect(largestOfAll([Float32Array.of(9), Float32Array.of(Number.NaN)])).toBeNaN();
  expect(largestOf(Float32Array.of(1, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
});
