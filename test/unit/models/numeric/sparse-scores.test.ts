import { describe, expect, it } from 'vitest';
import { SparseScores } from '../../../../models/numeric/sparse-scores.js';

describe('sparse scores', () => {
  it('sums amounts by key and remembers who gave the largest', () => {
    const scores = new SparseScores();
    scores.begin(10);
    scores.add(3, 1, 7);
    scores.add(3, 2, 8);
    scores.add(3, 1.5, 9);
    expect(scores.of(3)).toBe(4.5);
    expect(scores.giverOf(3)).toBe(8);
    expect(scores.size).toBe(1);
    expect(scores.largestTotal()).toBe(4.5);
  });

  it('is empty after the next beginning', () => {
    const scores = new SparseScores();
    scores.begin(5);
    scores.add(4, 1, 0);
    scores.begin(1_000);
    expect(scores.size).toBe(0);
    expect(scores.of(4)).toBe(0);
    expect(scores.giverOf(4)).toBe(-1);
    expect(scores.largestTotal()).toBe(0);
  });

  it('adds another, scales by key, and knows its mass', () => {
    const scores = new SparseScores();
    const other = new SparseScores();
    scores.begin(5);
    other.begin(5);
    scores.add(0, 1, 0);
    other.add(0, 2, 0);
    other.add(1, 4, 0);
    scores.addAll(other, 0.5, 6);
    scores.scale((key) => key + 1);
    expect([scores.of(0), scores.of(1)]).toEqual([2, 4]);
    expect(scores.giverOf(1)).toBe(6);
    expect(scores.mass()).toBe(6);
  });
});
