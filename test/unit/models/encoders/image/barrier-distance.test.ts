import { expect, it } from 'vitest';
import { barrierDistance } from '../../../../../models/encoders/image/barrier-distance.js';
import { plane } from './planes.js';

it('is how much higher than its surroundings something stands', () => {
  const step = plane(5, 5, (x, y) => (x > 0 && x < 4 && y > 0 && y < 4 ? 30 : 10));
  expect(barrierDistance(step)).toEqual(
    plane(5, 5, (x, y) => (x > 0 && x < 4 && y > 0 && y < 4 ? 20 : 0)),
  );
});

it('is nothing where the values go on to the edge, through a gap as well', () => {
  const bay = plane(7, 7, (x, y) => (x === 3 && y >= 3 ? 50 : 0));
  expect(barrierDistance(bay).values.every((value) => value === 0)).toBe(true);
});

it('counts a wall that has to be crossed, and a slope only from its least to its largest value', () => {
  const wall = plane(7, 7, (x, y) => (Math.max(Math.abs(x - 3), Math.abs(y - 3)) === 1 ? 40 : 5));
  expect(barrierDistance(wall).values[3 * 7 + 3]).toBe(35);
  const slope = plane(5, 5, (x) => x);
  expect(Math.max(...barrierDistance(slope).values)).toBe(0);
});

it.each([
  [1, 1],
  [2, 2],
  [1, 9],
])('is nothing in a picture of %i × %i, which is all edge', (width, height) => {
  const distance = barrierDistance(plane(width, height, (x, y) => x + y));
  expect([...distance.values]).toEqual(new Array(width * height).fill(0));
});
