import { expect, it } from 'vitest';
import { rotate } from '../../../../../models/encoders/text/rotate.js';
import { cosine, shortened } from '../../../../../shared/domain/vectors.js';

/** A vector of few values, as hashing makes them. */
const sparse = (...places: readonly number[]) => {
  const vector = new Float32Array(384);
  for (const place of places) vector[place] = place % 2 === 0 ? 1 : -0.5;
  return vector;
};
const rotated = (vector: Float32Array) => {
  const copy = vector.slice();
  rotate(copy);
  return copy;
};

it('keeps lengths and angles', () => {
  const [a, b] = [sparse(1, 70, 200, 383), sparse(1, 70, 201, 300)];
  expect(Math.hypot(...rotated(a))).toBeCloseTo(Math.hypot(...a), 5);
  expect(cosine(rotated(a), rotated(b))).toBeCloseTo(cosine(a, b) ?? 0, 5);
});

it('lets the first values tell what is alike', () => {
  const heads = [sparse(4, 8, 100, 250), sparse(4, 8, 100, 251), sparse(5, 9, 101, 350)].map(
    (vector) => shortened(rotated(vector), 96),
  );
  const [a = sparse(), near = sparse(), far = sparse()] = heads;
  expect(cosine(a, near) ?? 0).toBeGreaterThan(0.5);
  expect(Math.abs(cosine(a, far) ?? 1)).toBeLessThan(0.35);
});

it('is the same in every process', () => {
  const vector = sparse(1, 2, 300);
  const head = Array.from(rotated(vector).slice(0, 6), (value) => Math.round(value * 1e4));
  expect(head).toEqual([1031, 737, 442, 147, -147, -442]);
});
