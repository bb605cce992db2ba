import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextEncoder } from '../../../../../models/encoders/text/hashed-text.js';
import { toUnitLength } from '../../../../../models/encoders/unit-length.js';

const encodeText = createTextEncoder({ dimension: 384 });

function encode(text: string): Float32Array {
  const vector = encodeText([{ text, weight: 1 }], () => 1);
  if (vector === undefined) throw new Error(`nothing to encode in ${text}`);
  return vector;
}

function cosine(a: string, b: string): number {
  const other = encode(b);
  return encode(a).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

describe('the hashed text encoder', () => {
  it('gives unit vectors, the same for the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const vector = encodeText([{ text, weight: 1 }], () => 1);
        if (vector === undefined) return;
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
        expect(encodeText([{ text, weight: 1 }], () => 1)).toEqual(vector);
      }),
    );
  });

  it('finds texts alike that share words, and less alike that share none', () => {
    expect(cosine('blue ceramic mug', 'green ceramic mug')).toBeGreaterThan(0.5);
    expect(Math.abs(cosine('blue ceramic mug', 'leather walking boots'))).toBeLessThan(0.25);
  });

  it('bridges endings of a word in English and in Korean', () => {
    expect(cosine('walking shoe', 'walk shoes')).toBeGreaterThan(0.25);
    expect(cosine('파란 머그컵', '머그컵을')).toBeGreaterThan(0.2);
    expect(cosine('파란 머그컵', '가죽 구두')).toBeLessThan(0.15);
  });

  it('gives rare words more say', () => {
    const common = new Set(['mug']);
    const rarity = (word: string) => (common.has(word) ? 0.1 : 3);
    const of = (text: string) => encodeText([{ text, weight: 1 }], rarity) ?? [];
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    expect(dot(of('zebra mug'), of('zebra plate'))).toBeGreaterThan(
      dot(of('zebra mug'), of('lion mug')),
    );
  });

  it('has no vector for a text without letters', () => {
    expect(encodeText([{ text: '… !', weight: 1 }], () => 1)).toBeUndefined();
    expect(toUnitLength(new Float32Array(3))).toBe(false);
  });
});
