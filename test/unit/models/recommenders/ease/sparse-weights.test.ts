import { describe, expect, it } from 'vitest';
import {
  addWeights,
  sparseWeights,
} from '../../../../../models/recommenders/ease/sparse-weights.js';

const inverse = {
  values: Float32Array.of(2, -1, 0.5, -1, 4, 0.001, 0.5, 0.001, 1),
  rows: 3,
  columns: 3,
};
const nothing = async () => undefined;

function denseRow(weights: Awaited<ReturnType<typeof sparseWeights>>, item: number): number[] {
  const scores = new Float64Array(3);
  addWeights(weights, item, scores);
  return [...scores];
}

describe('the kept weights', () => {
  it('are −P[i][j] ÷ P[j][j] to within a step of a byte, and zero on the diagonal', async () => {
    const weights = await sparseWeights(inverse, 3, nothing);
    const [own = 1, forward = 0, backward = 0] = denseRow(weights, 0);
    expect(own).toBe(0);
    expect(forward).toBeCloseTo(0.25, 2);
    expect(backward).toBeCloseTo(-0.5, 5);
  });

  it('are the largest by size, whatever their sign', async () => {
    const weights = await sparseWeights(inverse, 1, nothing);
    expect(denseRow(weights, 0).map((weight) => Math.sign(weight))).toEqual([0, 0, -1]);
    expect(weights.columns).toHaveLength(3);
  });

  it('drop what rounds to nothing', async () => {
    const weights = await sparseWeights(inverse, 3, nothing);
    expect(denseRow(weights, 1)[2]).toBe(0);
    expect([...weights.starts]).toEqual([0, 2, 3, 4]);
  });
});
