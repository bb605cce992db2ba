import { describe, expect, it } from 'vitest';
import { SparseScores } from '../../../../../../models/numeric/sparse-scores.js';
import { MixedScores } from '../../../../../../models/recommenders/ensemble/blend/mixed-scores.js';

function scoresOf(values: readonly (readonly [number, number])[]): SparseScores {
  const scores = new SparseScores();
  scores.begin(10);
  for (const [item, score] of values) scores.add(item, score, -1);
  return scores;
}
const all = () => true;

describe('mixed scores', () => {
  it('are evidence as a share of the best, sharpened, times the weight', () => {
    const mixed = new MixedScores();
    mixed.begin(10);
    const scores = scoresOf([
      [1, 8],
      [2, 4],
    ]);
    mixed.add({ scores, scale: 'evidence', share: { weight: 3, sharpness: 2 }, part: 4, has: all });
    expect([mixed.sum.of(1), mixed.sum.of(2), mixed.sum.of(3)]).toEqual([3, 0.75, 0]);
    expect(mixed.sum.giverOf(1)).toBe(4);
  });

  it('are exp of the distance from the best on a logarithmic scale, of any sign', () => {
    const mixed = new MixedScores();
    mixed.begin(10);
    const scores = scoresOf([
      [1, -5],
      [2, -6],
    ]);
    const share = { weight: 1, sharpness: 0.5 };
    mixed.add({ scores, scale: 'logarithmic', share, part: 0, has: all });
    expect(mixed.sum.of(1)).toBe(1);
    expect(mixed.sum.of(2)).toBeCloseTo(Math.exp(-0.5), 9);
  });

  it('measure against the best that may be shown, and leave out what may not', () => {
    const mixed = new MixedScores();
    mixed.begin(10);
    const scores = scoresOf([
      [1, 100],
      [2, 4],
    ]);
    const share = { weight: 1, sharpness: 1 };
    mixed.add({ scores, scale: 'evidence', share, part: 0, has: (item) => item !== 1 });
    expect([mixed.sum.of(1), mixed.sum.of(2)]).toEqual([0, 1]);
    mixed.begin(10);
    mixed.add({ scores, scale: 'evidence', share, part: 0, has: () => false });
    mixed.add({ scores: scoresOf([[1, 0]]), scale: 'evidence', share, part: 0, has: all });
    expect(mixed.sum.size).toBe(0);
  });
});
