import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameSimilarity } from '../../../../../shared/domain/text/name-similarity.js';

const mug = 'Nordlys Stoneware Mug, Teal Stripes';

describe('The similarity of two names', () => {
  it('is 1 for the same words, in whatever order', () => {
    expect(nameSimilarity(mug, mug)).toBe(1);
    expect(nameSimilarity('teal stripes: mug, stoneware nordlys', mug)).toBe(1);
  });

  it.each([
    ['a letter left out', 'Nordlys Stonware Mug, Teal Stripes', mug],
    ['letters swapped', 'Nordlys Stoneware Mug, Tael Stripes', mug],
    ['slips in two words', 'Nordlis Stoneware Mug, Teal Strips', mug],
    ['an accent left out', 'Cafe Creme Mug', 'Café Crème Mug'],
    ['words parted otherwise and a slip', 'Head phones wireles', 'Headphones wireless'],
    ['a vowel mistaken in Korean', '삼성 갤럭시 버즈 무선 이어펀', '삼성 갤럭시 버즈 무선 이어폰'],
    ['no spaces and a slip in Korean', '유기농녹차티벡', '유기농 녹차 티백'],
  ])('is high with %s', (_, given, name) => {
    expect(nameSimilarity(given, name)).toBeGreaterThan(0.7);
    expect(nameSimilarity(given, name)).toBeLessThan(1);
  });

  it.each([
    ['another colour', 'Nordlys Stoneware Mug, Red Stripes', mug],
    ['a word more', 'Nordlys Stoneware Mug, Teal', mug],
    ['another brand', 'Fernhill Stoneware Mug, Teal Stripes', mug],
    ['another size in Korean', '스타벅스 머그컵 소형', '스타벅스 머그컵 대형'],
    ['another sex in Korean', '여성용 가죽 장갑', '남성용 가죽 장갑'],
    ['other words throughout', 'a b c d e f g h i', 'j k l m n o p q r'],
    ['nothing in common', 'Lamp', mug],
  ])('is low with %s', (_, given, name) => {
    expect(nameSimilarity(given, name)).toBeLessThan(0.7);
  });

  it.each([
    ['Phone 14 Pro', 'Phone 15 Pro'],
    ['텀블러 500ml', '텀블러 350ml'],
    ['Mug', 'Mug 2'],
  ])('is 0 where numbers differ: %s, %s', (given, name) => {
    expect(nameSimilarity(given, name)).toBe(0);
  });

  it('is 0 where there is no word to compare', () => {
    expect(nameSimilarity('★', 'Mug')).toBe(0);
    expect(nameSimilarity('★', '☆')).toBe(0);
  });

  it('lies between 0 and 1', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const similarity = nameSimilarity(a, b);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
      }),
    );
  });
});
