import { expect, it } from 'vitest';
import { toLab } from '../../../../../models/encoders/image/lab-picture.js';
import { Scratch } from '../../../../../models/encoders/image/scratch.js';
import { type Colour, picture } from './planes.js';

it.each<[string, Colour, readonly [number, number, number]]>([
  ['white', [255, 255, 255], [100, 0, 0]],
  ['black', [0, 0, 0], [0, 0, 0]],
  ['red', [255, 0, 0], [53.2, 80.1, 67.2]],
  ['green', [0, 255, 0], [87.7, -86.2, 83.2]],
  ['blue', [0, 0, 255], [32.3, 79.2, -107.9]],
  ['a middle grey', [119, 119, 119], [50, 0, 0]],
])('%s lies where CIELAB has it', (_, colour, lab) => {
  const { lightness, greenRed, blueYellow } = toLab(
    picture(1, 1, () => colour),
    new Scratch(),
  );
  const found = [lightness, greenRed, blueYellow].map(({ values }) => values[0] ?? Number.NaN);
  found.forEach((value, at) => {
    expect(Math.abs(value - (lab[at] ?? 0))).toBeLessThan(0.2);
  });
});
