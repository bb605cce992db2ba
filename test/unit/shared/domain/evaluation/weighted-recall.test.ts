import { describe, expect, it } from 'vitest';
import {
  pooledRecall,
  weightedRecall,
} from '../../../../../shared/domain/evaluation/weighted-recall.js';

describe('weighted recall', () => {
  it('sums over the lists before it divides', () => {
    const outcomes = [
      { hits: 1, targets: 1 },
      { hits: 0, targets: 3 },
    ];
    expect(pooledRecall(outcomes, 20)).toBe(1 / 4);
  });

  it('asks for no more than fits on a list', () => {
    expect(pooledRecall([{ hits: 20, targets: 50 }], 20)).toBe(1);
    expect(pooledRecall([], 20)).toBe(0);
  });

  it('weighs clicks, carts and orders as OTTO does', () => {
    const outcomes = [
      { objective: 'clicks', hits: 1, targets: 1 },
      { objective: 'clicks', hits: 0, targets: 1 },
      { objective: 'carts', hits: 1, targets: 4 },
      { objective: 'orders', hits: 2, targets: 2 },
    ] as const;
    expect(weightedRecall(outcomes)).toBeCloseTo(0.1 * 0.5 + 0.3 * 0.25 + 0.6, 12);
  });
});
