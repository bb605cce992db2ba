import { expect, test } from 'vitest';
import { pictureWork, textWork, tokensOf } from '../../../../../models/server/batching/work.js';
import { BrightnessEncoder, LetterEncoder, openGate } from '../../../../support/letter-encoders.js';

const signal = new AbortController().signal;

test('a text costs as many tokens as it may have, but no more than are read', () => {
  expect(tokensOf('')).toBe(2);
  expect(tokensOf('blue mug')).toBe(5);
  expect(tokensOf('파란 머그')).toBe(6);
  expect(tokensOf('a'.repeat(100_000))).toBe(512);
});

test('each text has its row, and whether it was cut', async () => {
  const encoder = new LetterEncoder({ gate: openGate() });
  const texts = ['ab', 'c'.repeat(2_000)];
  const { vectors } = await encoder.encode(texts);
  const work = textWork((...asked) => encoder.encode(...asked), encoder.space);
  expect(await work.encode(texts, signal)).toEqual([
    { vector: vectors.slice(0, 8), isTruncated: false },
    { vector: vectors.slice(8), isTruncated: true },
  ]);
});

test('a picture costs its pixels', async () => {
  const work = pictureWork(new BrightnessEncoder({ gate: openGate() }));
  const picture = { width: 2, height: 3, pixels: new Uint8Array(18) };
  expect(work.costOf(picture)).toBe(6);
  expect(await work.encode([picture], signal)).toMatchObject([{ isTruncated: false }]);
});
