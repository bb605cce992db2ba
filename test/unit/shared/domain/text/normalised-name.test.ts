import { describe, expect, it } from 'vitest';
import { normalisedName, wordsOfName } from '../../../../../shared/domain/text/normalised-name.js';

describe('A normalised name', () => {
  it.each([
    ['Blue Mug, hand-thrown', 'BLUE  MUG (hand thrown)'],
    ['Blue Mug', 'ＢＬＵＥ　ｍｕｇ'],
    ['무선 이어폰', '무선이어폰'],
    ['갤럭시 버즈', '갤럭시 버즈'.normalize('NFD')],
    ['Café', 'cafe\u0301'],
    ['Mug 12', 'mug-12'],
    ['Mug 12', ' Mug 12! '],
    ['№ 5', 'No 5'],
    ['ﬁne ½ l', 'fine 1⁄2 L'],
  ])('is the same for %s and %s', (one, other) => {
    expect(normalisedName(one)).toBe(normalisedName(other));
  });

  it.each([
    ['Bottle 1.5 l', 'Bottle 15 l'],
    ['Mug 1 2', 'Mug 12'],
    ['Galaxy S21', 'Galaxy S21+'],
    ['Café', 'Cafe'],
    ['곰 인형', '공 인형'],
    ['👟', '👞'],
    ['!', '?'],
  ])('tells %s from %s', (one, other) => {
    expect(normalisedName(one)).not.toBe(normalisedName(other));
  });

  it('is never empty where the name can be seen', () => {
    expect(normalisedName(' ★ ')).toBe('★');
    expect(normalisedName('...')).toBe('...');
  });
});

describe('The words of a name', () => {
  it('are its letters and numbers, in order', () => {
    expect(wordsOfName('Tea-Light, 2 × WHITE!')).toEqual(['tea', 'light', '2', 'white']);
    expect(wordsOfName('...')).toEqual([]);
  });
});
