import { describe, expect, it } from 'vitest';
import { coverage, novelty } from '../../../../../shared/domain/evaluation/list-metrics.js';

describe('list metrics', () => {
  it('count each item once towards the coverage of the catalogue', () => {
    expect(coverage([['a', 'b'], ['b', 'c'], []], 4)).toBe(0.75);
    expect(coverage([], 4)).toBe(0);
    expect(coverage([['a']], 0)).toBe(0);
  });

  it('measure novelty in bits', () => {
    const shoppersOf = new Map([
      ['known to all', 8],
      ['known to two', 2],
    ]);
    expect(novelty(['known to all'], shoppersOf, 8)).toBe(0);
    expect(novelty(['known to all', 'known to two'], shoppersOf, 8)).toBe(1);
    expect(novelty(['known to nobody'], shoppersOf, 8)).toBe(3);
    expect(novelty([], shoppersOf, 8)).toBe(0);
  });
});
