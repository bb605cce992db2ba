import { describe, expect, it } from 'vitest';
import { gainOf, holdOut } from '../../../../../models/recommenders/ease/choose-regularisation.js';
import { interactionMatrix } from '../../../../../models/recommenders/ease/interaction-matrix.js';
import { trainingSetOf } from '../../../../support/training-set.js';

const nothing = async () => undefined;
const taste = Array.from({ length: 50 }, (_, item) => `i${item}`);
const matrix = interactionMatrix(trainingSetOf({ histories: [taste, ['i0', 'i1']] }));

describe('what is held out to choose by', () => {
  it('is about a fifth of a shopper’s items, and nothing of a shopper with few', () => {
    const { rest, hidden } = holdOut(matrix, 1);
    const [drawn = [], ofFew = []] = hidden;
    expect(drawn.length).toBeGreaterThan(4);
    expect(drawn.length).toBeLessThan(20);
    expect(ofFew).toEqual([]);
    expect(rest.columns.length + drawn.length).toBe(matrix.columns.length);
    expect(holdOut(matrix, 1)).toEqual(holdOut(matrix, 1));
  });

  it('is gained in full by weights that name it first, and not at all by none', async () => {
    const heldOut = { rest: matrix, hidden: [[3], []] };
    const size = matrix.itemIds.length;
    const starts = new Int32Array(size + 1).fill(1, 1);
    const scales = new Float32Array(size).fill(1);
    const naming = (column: number) => ({
      starts,
      columns: Uint16Array.of(column),
      weights: Int8Array.of(1),
      scales,
    });
    const few = {
      ...heldOut,
      rest: { ...matrix, columns: Int32Array.of(0), starts: Int32Array.of(0, 1, 1) },
    };
    expect(await gainOf(few, naming(3), nothing)).toBe(1);
    expect(await gainOf({ ...few, hidden: [[49], []] }, naming(3), nothing)).toBe(0);
    expect(await gainOf({ ...few, hidden: [[], []] }, naming(3), nothing)).toBe(0);
  });
});
