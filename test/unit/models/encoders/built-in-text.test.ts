import { expect, it } from 'vitest';
import { createBuiltInText } from '../../../../models/encoders/built-in-text.js';

const encoder = createBuiltInText();

async function encode(texts: readonly string[]): Promise<readonly Float32Array[]> {
  const encoded = await encoder.encodeTexts?.(texts);
  return texts.map(
    (_, row) => encoded?.vectors.subarray(row * 384, (row + 1) * 384) ?? new Float32Array(),
  );
}

/** The texts in order of their likeness to the query. */
async function rank(query: string, texts: readonly string[]): Promise<readonly string[]> {
  const [asked = new Float32Array(), ...others] = await encode([query, ...texts]);
  const likeness = (at: number) =>
    asked.reduce((sum, value, place) => sum + value * (others[at]?.[place] ?? 0), 0);
  return [...texts.keys()].sort((a, b) => likeness(b) - likeness(a)).map((at) => texts[at] ?? '');
}

it('finds near-duplicates first, then what shares words', async () => {
  const texts = ['leather walking boots', 'blue ceramic mug', 'green ceramic bowl', 'garden hose'];
  expect((await rank('Blue ceramic mugs', texts)).slice(0, 2)).toEqual([
    'blue ceramic mug',
    'green ceramic bowl',
  ]);
  expect((await rank('bleu cermaic mug', texts))[0]).toBe('blue ceramic mug');
});

it('bridges endings and spaces in Korean', async () => {
  const texts = ['가죽 구두', '파란 도자기 머그컵', '정원용 호스'];
  expect((await rank('파란색 머그컵을', texts))[0]).toBe('파란 도자기 머그컵');
  expect((await rank('도자기머그컵', texts))[0]).toBe('파란 도자기 머그컵');
});

it('does not let words that stand everywhere decide', async () => {
  const texts = ['a bowl for the garden and for the house', 'ceramic mug'];
  expect((await rank('the mug for a friend', texts))[0]).toBe('ceramic mug');
});

it('has zeros for a text without letters, in its place', async () => {
  const [empty, mug, marks] = await encode(['', 'mug', '… !']);
  expect(empty?.every((value) => value === 0)).toBe(true);
  expect(Math.hypot(...(mug ?? []))).toBeCloseTo(1, 5);
  expect(marks?.every((value) => value === 0)).toBe(true);
});

it('reads 256 words, and says where there were more', async () => {
  const texts = [
    'mug '.repeat(256),
    'mug '.repeat(257),
    'x'.repeat(1_000_000),
    `${'a '.repeat(300)}`,
  ];
  const encoded = await encoder.encodeTexts?.(texts);
  expect(encoded?.truncated).toEqual([false, true, false, true]);
  const [cut, whole] = await encode([`${'mug '.repeat(256)}hose`, 'mug '.repeat(256)]);
  expect(cut).toEqual(whole);
  await encoder.close();
});
