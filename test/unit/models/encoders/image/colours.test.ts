import { expect, it } from 'vitest';
import { colourLayout } from '../../../../../models/encoders/image/colour-layout.js';
import { colourHistogram } from '../../../../../models/encoders/image/colours.js';
import { toLab } from '../../../../../models/encoders/image/lab-picture.js';
import { Scratch } from '../../../../../models/encoders/image/scratch.js';
import { type Colour, picture, plane } from './planes.js';

function histogram(colourAt: (x: number, y: number) => Colour, mask = plane(8, 8, () => 1)) {
  return colourHistogram(toLab(picture(8, 8, colourAt), new Scratch()), mask);
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

it('greys are counted apart from colours', () => {
  const grey = histogram(() => [120, 120, 120]);
  expect(grey.subarray(8).every((share) => share === 0)).toBe(true);
  const red = histogram(() => [220, 20, 20]);
  expect(red.subarray(0, 8).every((share) => share === 0)).toBe(true);
  expect(grey).toHaveLength(44);
});

it('near colours are alike, others are not', () => {
  const red = histogram(() => [200, 40, 40]);
  expect(
    cosine(
      red,
      histogram(() => [190, 50, 45]),
    ),
  ).toBeGreaterThan(0.9);
  expect(
    cosine(
      red,
      histogram(() => [40, 60, 200]),
    ),
  ).toBeLessThan(0.1);
});

it('only the foreground is counted', () => {
  const half = plane(8, 8, (x) => (x < 4 ? 1 : 0));
  const red = histogram((x) => (x < 4 ? [200, 40, 40] : [40, 60, 200]), half);
  expect(
    cosine(
      red,
      histogram(() => [200, 40, 40]),
    ),
  ).toBeCloseTo(1, 5);
});

it('a layout has the mean of each plane, row by row, both halves together', () => {
  const light = plane(8, 8, (x, y) => y + (x < 4 ? 0 : 2));
  const layout = colourLayout(
    [light],
    plane(8, 8, () => 1_000),
  );
  expect(layout).toHaveLength(8);
  expect([...layout].map((mean) => Math.round(mean * 2) / 2)).toEqual([
    1.5, 1.5, 3.5, 3.5, 5.5, 5.5, 7.5, 7.5,
  ]);
});
