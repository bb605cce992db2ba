import { expect, it } from 'vitest';
import {
  boxAround,
  padded,
  resample,
  squareAround,
} from '../../../../../models/encoders/image/box.js';
import { plane } from './planes.js';

it('holds what the mask holds, specks apart', () => {
  const mask = plane(100, 50, (x, y) => {
    if (x === 2 && y === 2) return 1;
    return x >= 20 && x < 60 && y >= 10 && y < 30 ? 0.9 : 0.1;
  });
  expect(boxAround(mask)).toEqual({ left: 20, top: 10, right: 60, bottom: 30 });
});

it('grows by a share of its own sides, and into a square', () => {
  const box = { left: 0, top: 0, right: 10, bottom: 20 };
  expect(padded(box, 0.1)).toEqual({ left: -1, top: -2, right: 11, bottom: 22 });
  expect(squareAround(box)).toEqual({ left: -5, top: 0, right: 15, bottom: 20 });
});

it('is scaled between its pixels, and goes on as its edge beyond the picture', () => {
  const slope = plane(4, 4, (x) => x);
  const whole = { left: 0, top: 0, right: 4, bottom: 4 };
  expect(resample(slope, whole, 4)).toEqual(slope);
  expect([...resample(slope, whole, 2).values]).toEqual([0.5, 2.5, 0.5, 2.5]);
  const beyond = resample(slope, { left: -4, top: 0, right: 8, bottom: 12 }, 3);
  expect([...beyond.values.subarray(0, 3)]).toEqual([0, 1.5, 3]);
});
