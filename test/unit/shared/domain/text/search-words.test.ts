import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchedWordsOf, searchWordsOf } from '../../../../../shared/domain/text/search-words.js';

const searched = (text: string, isPrefix = false) =>
  searchedWordsOf({ text, isPrefix }, 50).map((each) => `${each.word}${each.isPrefix ? '*' : ''}`);

describe('search words', () => {
  it.each([
    ['Crème-brûlée, 350ml', ['creme', 'brulee', '350ml']],
    ['ΚΟΎΠΑ İstanbul Ёлка', ['κουπα', 'istanbul', 'елка']],
    ['चाय का', ['चाय', 'का']],
    ['머그컵을', ['머그', '그컵', '컵을', '을·']],
    ['캐논EOS 5D', ['캐논', '논·', 'eos', '5d']],
    ['スニーカー', ['スニ', 'ニー', 'ーカ', 'カー', 'ー·']],
    ['𠀀𠀁', ['𠀀𠀁', '𠀁·']],
    ['🫖 !?', []],
  ])('of %s are its words, or its pairs of letters', (text, words) => {
    expect(searchWordsOf(text, 50)).toEqual(words);
  });

  it('are no more than asked, and none is too long', () => {
    expect(searchWordsOf('a b c', 2)).toEqual(['a', 'b']);
    expect(searchWordsOf('머그컵', 2)).toEqual(['머그', '그컵']);
    expect(searchWordsOf('x'.repeat(1_000_000), 2)[0]).toHaveLength(40);
    expect(searchWordsOf('鞋'.repeat(1_000_000), 9)).toHaveLength(9);
  });

  it('cut long words between letters, never within one', () => {
    const [word = ''] = searchWordsOf(`x${'𝼀'.repeat(60)}`, 2);
    expect(word).not.toMatch(/\p{Cs}/u);
    expect([...word]).toHaveLength(40);
  });

  it('leave out marks that belong to no letter of their script', () => {
    expect(searchWordsOf('가\u0301 漢\u0903b', 9)).toEqual(['가·', '漢·', 'b']);
  });

  it('hold neither quotes nor spaces, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = [...searchWordsOf(text, 99), ...searched(text, true)];
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}·*]*$/u);
      }),
    );
  });
});

describe('searched words', () => {
  it('are each looked for once', () => {
    expect(searched('Mug mug, MUG')).toEqual(['mug']);
  });

  it('may be the beginnings of longer ones where the text breaks off in the last', () => {
    expect(searched('blue mu', true)).toEqual(['blue', 'mu*']);
    expect(searched('mug blue mug', true)).toEqual(['mug*', 'blue']);
    expect(searched('blue mug ', true)).toEqual(['blue', 'mug']);
    expect(searched('', true)).toEqual([]);
  });

  it('find a single letter of a script without spaces wherever it stands', () => {
    expect(searched('鞋')).toEqual(['鞋*']);
    expect(searched('컵 blue')).toEqual(['컵*', 'blue']);
  });

  it('do without the ends of such words, which grow', () => {
    expect(searched('머그컵', true)).toEqual(['머그', '그컵']);
  });

  it('find what they were taken from', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1é머그鞋子ก าZ-') });
    fc.assert(
      fc.property(text, (name) => {
        const words = searchWordsOf(name, 500);
        for (const { word, isPrefix } of searchedWordsOf({ text: name, isPrefix: false }, 500)) {
          expect(words.some((each) => (isPrefix ? each.startsWith(word) : each === word))).toBe(
            true,
          );
        }
      }),
    );
  });
});
