import { describe, expect, it } from 'vitest';
import { planSearches } from '../../../../../../shared/adapters/embedded/text/query-plan.js';

/** Terms by name and count, planned for 10 items at once. */
function plan(
  counts: Readonly<Record<string, number>>,
  together: Readonly<Record<string, number>> = {},
): readonly string[] {
  const terms = Object.entries(counts).map(([match, count]) => ({ match, count }));
  return [...planSearches(terms, 10, (match) => together[match] ?? 0)];
}

describe('planSearches', () => {
  it('has nothing to search for without a term', () => {
    expect(plan({})).toEqual([]);
  });

  it('ranks everything at once where that is little', () => {
    expect(plan({ a: 5, b: 2, c: 3 })).toEqual(['b OR c OR a']);
  });

  it('begins with the rare words, ranks by a few others too, and goes on with those', () => {
    expect(plan({ common: 99, rare: 2, a: 4, b: 5, more: 99 })).toEqual([
      '(rare OR a) AND (rare OR a OR b OR common)',
      '(b) AND (b OR common OR more)',
      '(common) AND (common OR more)',
      'more',
    ]);
  });

  it('wants common words together first, as many as leave something', () => {
    const together = { 'a AND b': 50, 'a AND b AND c': 7 };
    expect(plan({ a: 11, b: 11, c: 11, d: 11 }, together)[0]).toBe('a AND b AND c');
    expect(plan({ a: 11, b: 11, c: 11 }, { 'a AND c': 3 })[0]).toBe('a AND c');
    expect(plan({ a: 11, b: 11, c: 11 }, { 'a AND b': 3 })[0]).toBe('a AND b');
  });

  it('takes common words one by one where none are found together', () => {
    expect(plan({ a: 11, b: 11 })).toEqual(['(a) AND (a OR b)', 'b']);
    expect(plan({ a: 11 })).toEqual(['a']);
  });
});
