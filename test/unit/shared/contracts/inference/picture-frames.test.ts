import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  frameBytes,
  readPictures,
  writePictures,
} from '../../../../../shared/contracts/inference/picture-frames.js';

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) => {
    const size = width * height * 3;
    return fc
      .uint8Array({ minLength: size, maxLength: size })
      .map((pixels) => ({ width, height, pixels }));
  });

test('pictures come back as they were, wherever their bytes lie', () => {
  fc.assert(
    fc.property(fc.array(picture, { minLength: 1, maxLength: 5 }), fc.nat(7), (pictures, at) => {
      const written = writePictures(pictures);
      const moved = new Uint8Array(written.length + at);
      moved.set(written, at);
      expect(readPictures(moved.subarray(at))).toEqual(pictures);
    }),
  );
});

test('a frame is width, height and the pixels', () => {
  const frame = { width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect([...writePictures([frame])]).toEqual([2, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
  expect(frameBytes(frame)).toBe(14);
});
