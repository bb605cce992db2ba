import { expect, it } from 'vitest';
import { blur, mapPlane } from '../../../../../models/encoders/image/plane.js';
import { plane } from './planes.js';

it('a blurred pixel is the mean of those around it, at the edges of fewer', () => {
  const dot = plane(3, 3, (x, y) => (x === 1 && y === 1 ? 36 : 0));
  expect([...blur(dot).values]).toEqual([9, 6, 9, 6, 4, 6, 9, 6, 9]);
});

it('an even plane stays as it is', () => {
  const even = plane(4, 2, () => 7);
  expect(blur(even)).toEqual(even);
  expect(blur(plane(1, 1, () => 3)).values).toEqual(Float32Array.of(3));
});

it('a mapped plane keeps its shape', () => {
  expect(
    mapPlane(
      plane(2, 1, (x) => x),
      (value, at) => 10 * value + at,
    ),
  ).toEqual(plane(2, 1, (x) => 11 * x));
});
