import { expect, it } from 'vitest';
import { foregroundOf, solid } from '../../../../../models/encoders/image/foreground.js';
import { toLab } from '../../../../../models/encoders/image/lab-picture.js';
import { Scratch } from '../../../../../models/encoders/image/scratch.js';
import { type Colour, picture } from './planes.js';

const side = 48;
const isInDisc = (x: number, y: number) => Math.hypot(x - 24, y - 24) < 14;
/** Of the pixels, how many are on the right side of the disc's edge. */
function agreement(colourAt: (x: number, y: number) => Colour): number {
  const mask = foregroundOf(toLab(picture(side, side, colourAt), new Scratch()));
  let right = 0;
  mask.values.forEach((share, at) => {
    if (share > solid === isInDisc(at % side, Math.floor(at / side))) right += 1;
  });
  return right / mask.values.length;
}

it('finds what stands before a plain ground, light or dark', () => {
  expect(agreement((x, y) => (isInDisc(x, y) ? [200, 40, 40] : [240, 240, 240]))).toBeGreaterThan(
    0.95,
  );
  expect(agreement((x, y) => (isInDisc(x, y) ? [230, 230, 225] : [30, 60, 40]))).toBeGreaterThan(
    0.95,
  );
});

it('passes over a ground that grows darker towards a corner', () => {
  const shade = (x: number, y: number) => 150 + Math.round((x + y) / 2);
  expect(
    agreement((x, y) => (isInDisc(x, y) ? [40, 60, 160] : [shade(x, y), shade(x, y), shade(x, y)])),
  ).toBeGreaterThan(0.95);
});

it('takes all of a picture in which nothing stands out', () => {
  const mask = foregroundOf(
    toLab(
      picture(8, 8, () => [10, 200, 30]),
      new Scratch(),
    ),
  );
  expect(mask.values.every((share) => share > solid)).toBe(true);
  const speck = foregroundOf(
    toLab(
      picture(96, 96, (x, y) => (x === 24 && y === 24 ? [0, 0, 0] : [255, 255, 255])),
      new Scratch(),
    ),
  );
  expect(speck.values.every((share) => share > solid)).toBe(true);
});
