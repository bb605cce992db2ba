import { describe, expect, it } from 'vitest';
import { gramOf } from '../../../../../models/recommenders/ease/gram.js';
import { interactionMatrix } from '../../../../../models/recommenders/ease/interaction-matrix.js';
import { trainingSetOf } from '../../../../support/training-set.js';

describe('the gram matrix', () => {
  it('counts the shoppers who touched both of two items', async () => {
    const matrix = interactionMatrix(
      trainingSetOf({ histories: [['a', 'b'], ['a', 'b', 'c'], ['c']] }),
    );
    const gram = await gramOf(matrix, async () => undefined);
    expect([...gram]).toEqual([2, 2, 1, 2, 2, 1, 1, 1, 2]);
  });

  it('pauses for a shopper with very many items', async () => {
    const everything = Array.from({ length: 4_500 }, (_, item) => `i${item}`);
    const matrix = interactionMatrix(trainingSetOf({ histories: [everything, ['i0']] }));
    const told: number[] = [];
    await gramOf(matrix, async (done) => {
      told.push(done);
    });
    expect(told).toEqual([0]);
  });
});
