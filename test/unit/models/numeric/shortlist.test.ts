import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shortlist } from '../../../../models/numeric/shortlist.js';

const lowest = (a: number, b: number) => a < b;

describe('a shortlist', () => {
  it('ends with the best of what it was offered, best first, with their scores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (scores, capacity) => {
          const shortlist = new Shortlist(capacity, lowest);
          for (const [key, score] of scores.entries()) {
            if (shortlist.takes(key, score)) shortlist.enter(key, score);
          }
          const sorted = [...scores.entries()].toSorted(
            ([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || a - b,
          );
          const { keys, scores: ranked } = shortlist.bestFirst();
          expect(Array.from(keys, (key, at) => [key, ranked[at]])).toEqual(
            sorted.slice(0, capacity),
          );
        },
      ),
    );
  });

  it('says what must be reached to enter', () => {
    const shortlist = new Shortlist(2, lowest);
    shortlist.enter(0, 5);
    expect(shortlist.floor).toBe(Number.NEGATIVE_INFINITY);
    shortlist.enter(1, 3);
    expect(shortlist.floor).toBe(3);
    shortlist.enter(2, 4);
    expect(shortlist.floor).toBe(4);
    expect(shortlist.takes(1, 4)).toBe(true);
    expect(shortlist.takes(3, 4)).toBe(false);
  });
});
