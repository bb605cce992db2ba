import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  floatsToText,
  textToFloats,
} from '../../../../../shared/contracts/inference/float-text.js';

test('floats are little-endian in base64', () => {
  expect(floatsToText(Float32Array.of(1, -2))).toBe(
    Buffer.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0).toString('base64'),
  );
});

test('every float comes back as it was, from any part of a buffer', () => {
  fc.assert(
    fc.property(fc.float32Array(), fc.nat(3), (values, skipped) => {
      const part = values.subarray(Math.min(skipped, values.length));
      expect(textToFloats(floatsToText(part), part.length)).toEqual(part);
    }),
  );
});

test.each([
  ['too little', 'AAAAAA==', 2],
  ['too much', 'AAAAAAAAAAA=', 1],
  ['no whole float', 'AAA=', 1],
  ['no base64', 'AAAA!AAA==', 1],
  ['base64 and more', '    AAAAAA==', 1],
])('%s is refused', (_, text, count) => {
  expect(() => textToFloats(text, count)).toThrow(`expected base64 of ${count} floats`);
});
