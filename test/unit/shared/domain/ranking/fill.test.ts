import { describe, expect, it } from 'vitest';
import { fill } from '../../../../../shared/domain/ranking/fill.js';
import type { Candidate } from '../../../../../shared/domain/ranking.js';

const list = (...entries: readonly (readonly [string, number])[]): readonly Candidate[] =>
  entries.map(([itemId, score]) => ({ itemId, score, reason: { kind: 'catalogue' } }));
const pairs = (candidates: readonly Candidate[]) =>
  candidates.map(({ itemId, score }) => [itemId, score]);

describe('fill', () => {
  it('adds what is missing below the list, with scores that begin where it ends', () => {
    const filled = fill(list(['a', 3], ['b', 1]), list(['b', 80], ['c', 40], ['d', 10]), 10);
    expect(pairs(filled)).toEqual([
      ['a', 3],
      ['b', 1],
      ['c', 1],
      ['d', 0.25],
    ]);
  });

  it('keeps lower scores as they are, and all scores where the list is empty', () => {
    expect(pairs(fill(list(['a', 3]), list(['c', 2]), 10))).toEqual([
      ['a', 3],
      ['c', 2],
    ]);
    expect(pairs(fill([], list(['c', 7]), 10))).toEqual([['c', 7]]);
  });

  it('stops at the count, and leaves a full list alone', () => {
    expect(fill(list(['a', 3]), list(['b', 2], ['c', 1]), 2)).toHaveLength(2);
    const full = list(['a', 3]);
    expect(fill(full, list(['b', 2]), 1)).toBe(full);
  });

  it('takes a list that ends at zero', () => {
    expect(pairs(fill(list(['a', 0]), list(['b', 2], ['c', 0]), 5))).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ]);
  });
});
