import { describe, expect, it } from 'vitest';
import { isUnspaced, letterRuns, wordsOf } from '../../../../../models/encoders/text/words.js';

describe('words', () => {
  it('are folded in case and width and cut at punctuation', () => {
    expect(wordsOf('Blue  ＭＵＧ, 350ml (new)', 10)).toEqual(['blue', 'mug', '350ml', 'new']);
  });

  it('are no more than asked and none too long', () => {
    expect(wordsOf('a b c d', 2)).toEqual(['a', 'b']);
    expect(wordsOf('x'.repeat(1_000_000), 2)[0]).toHaveLength(40);
  });

  it('fall into runs of letters with marked edges', () => {
    expect(letterRuns('mug', 3)).toEqual(['^mu', 'mug', 'ug$']);
    expect(letterRuns('한글', 2)).toEqual(['^한', '한글', '글$']);
    expect(letterRuns('', 3)).toEqual([]);
  });

  it('know scripts whose words have no gaps or grow endings', () => {
    expect(isUnspaced('머그컵')).toBe(true);
    expect(isUnspaced('カップ')).toBe(true);
    expect(isUnspaced('mug')).toBe(false);
  });
});
