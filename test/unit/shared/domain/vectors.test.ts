import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addScaled, cosine, isZero, shortened } from '../../../../shared/domain/vectors.js';

test.each([
  [[1, 0], [1, 0], 1],
  [[1, 0], [-3, 0], -1],
  [[1, 0], [0, 2], 0],
  [[1, 1], [1, 0], Math.SQRT1_2],
  [[1e300, 1e300], [1e300, 0], Math.SQRT1_2],
  [[1e-320, 1e-320], [5e-324, 0], Math.SQRT1_2],
])('the cosine of %o and %o is %d', (a, b, expected) => {
  expect(cosine(a, b)).toBeCloseTo(expected, 12);
});

test('a vector without direction has no cosine', () => {
  expect(cosine([0, 0], [1, 0])).toBeUndefined();
  expect(cosine([1, 0], [0, 0])).toBeUndefined();
  expect(isZero([0, -0])).toBe(true);
  expect(isZero([0, 1e-300])).toBe(false);
});

const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), {
  minLength: 3,
  maxLength: 3,
});

test('a cosine lies in [-1, 1], is symmetric, and 1 of a vector with itself', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const angle = cosine(a, b) ?? 0;
      expect(Math.abs(angle)).toBeLessThanOrEqual(1);
      expect(cosine(b, a) ?? 0).toBe(angle);
      if (!isZero(a)) expect(cosine(a, a)).toBeCloseTo(1, 12);
    }),
  );
});

test('a shortened vector keeps its first values in proportion, and unit length', () => {
  const vector = Float32Array.from([0.36, 0.48, 0.8]);
  expect([...shortened(vector, 2)]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
  expect([...vector]).toEqual([...Float32Array.from([0.36, 0.48, 0.8])]);
  expect([...shortened(Float32Array.from([0, 0, 1]), 2)]).toEqual([0, 0]);
  expect(shortened(vector, 3)).toBe(vector);
});

test('a multiple of a vector is added in place', () => {
  const sum = Float32Array.from([1, 2]);
  addScaled(sum, Float32Array.from([3, 4]), -0.5);
  expect([...sum]).toEqual([-0.5, 0]);
});
