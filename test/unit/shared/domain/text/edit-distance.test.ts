import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../../../shared/domain/text/edit-distance.js';

const between = (a: string, b: string, limit = 9) => editDistance([...a], [...b], limit);
/** Few letters, so that texts have some in common. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });

describe('The edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'mug', 3],
    ['mug', 'mug', 0],
    ['mug', 'mugs', 1],
    ['mug', 'mg', 1],
    ['mug', 'nug', 1],
    ['mug', 'mgu', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('of %j and %j is %i', (a, b, edits) => {
    expect(between(a, b)).toBe(edits);
  });

  it('is never more than the limit', () => {
    expect(between('kitten', 'sitting', 2)).toBe(2);
    expect(between('a', 'bcdefghijk', 4)).toBe(4);
  });

  it('is the same from both sides, and zero only for equal texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(between(a, b, 20)).toBe(between(b, a, 20));
        expect(between(a, b, 20) === 0).toBe(a === b);
      }),
    );
  });

  it('does not depend on the limit below it', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 12 }), (a, b, limit) => {
        expect(between(a, b, limit)).toBe(Math.min(limit, between(a, b, 20)));
      }),
    );
  });
});
