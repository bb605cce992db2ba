import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectBest } from '../../../../models/numeric/select-best.js';

describe('selecting the best', () => {
  it('gives what sorting all of the accepted would give', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 4 }),
        (values, count, modulus) => {
          const scores = Float64Array.from(values);
          const keys = Int32Array.from(values.keys());
          const accept = (key: number) => key % modulus === 0;
          const chosen = selectBest({
            keys,
            size: keys.length,
            scores,
            count,
            wins: (a, b) => a < b,
            accept,
          });
          const sorted = [...keys]
            .filter(accept)
            .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
          expect(chosen).toEqual(sorted.slice(0, count));
        },
      ),
    );
  });

  it('asks about few keys where the best come first', () => {
    const scores = Float64Array.from({ length: 1_000 }, (_, key) => 1_000 - key);
    let asked = 0;
    selectBest({
      keys: Int32Array.from(scores.keys()),
      size: 1_000,
      scores,
      count: 10,
      wins: (a, b) => a < b,
      accept: () => {
        asked += 1;
        return true;
      },
    });
    expect(asked).toBe(10);
  });
});
