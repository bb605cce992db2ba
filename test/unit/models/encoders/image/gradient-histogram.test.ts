import { expect, it } from 'vitest';
import { gradientHistogram } from '../../../../../models/encoders/image/gradient-histogram.js';
import { plane } from './planes.js';

const grid = { cells: 2, bins: 4 };

it('tells which way edges run, in each cell', () => {
  const upright = gradientHistogram(
    plane(16, 16, (x) => (x % 8 < 4 ? 0 : 50)),
    grid,
  );
  const level = gradientHistogram(
    plane(16, 16, (_, y) => (y % 8 < 4 ? 0 : 50)),
    grid,
  );
  expect(upright).toHaveLength(8);
  for (const cell of [0, 4]) {
    expect(Math.max(...upright)).toBe(upright[cell]);
    expect(Math.max(...level)).toBe(level[cell + 2]);
  }
});

it('is the same for edges from dark to light as from light to dark', () => {
  const rising = gradientHistogram(
    plane(16, 16, (x) => (x < 8 ? 0 : 50)),
    grid,
  );
  const falling = gradientHistogram(
    plane(16, 16, (x) => (x < 8 ? 50 : 0)),
    grid,
  );
  expect(falling).toEqual(rising);
});

it('is the same for a mirror image', () => {
  const slanted = (x: number, y: number) => (2 * x + y < 20 ? 0 : 50);
  const left = gradientHistogram(plane(16, 16, slanted), grid);
  const right = gradientHistogram(
    plane(16, 16, (x, y) => slanted(15 - x, y)),
    grid,
  );
  right.forEach((value, at) => {
    expect(value).toBeCloseTo(left[at] ?? 0, 4);
  });
});

it('is nothing where there is no edge', () => {
  expect(
    gradientHistogram(
      plane(16, 16, () => 30),
      grid,
    ).every((value) => value === 0),
  ).toBe(true);
});
