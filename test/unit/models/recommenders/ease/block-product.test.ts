import { describe, expect, it } from 'vitest';
import {
  emptyMatrix,
  openBlockProducts,
} from '../../../../../models/recommenders/ease/block-product.js';

const a = { values: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 };
const b = { values: Float32Array.of(1, 0, 2, 1), rows: 2, columns: 2 };
const c = { values: Float32Array.of(1, 1, 1, 1, 1, 1), rows: 3, columns: 2 };

describe('products in blocks', () => {
  it('multiply, subtract from a third, and add a transposed one to it', async () => {
    const told: number[] = [];
    const products = await openBlockProducts(async (more) => {
      told.push(more);
    });
    expect([...(await products.product(a, b)).values]).toEqual([5, 2, 11, 4, 17, 6]);
    expect([...(await products.subtracted(a, b, c)).values]).toEqual([-4, -1, -10, -3, -16, -5]);
    expect([...(await products.addedTransposed(a, b, c)).values]).toEqual([2, 5, 4, 11, 6, 17]);
    expect(told).toEqual([12, 12, 12]);
    await products.release();
  });

  it('begin with a matrix of zeros', () => {
    expect(emptyMatrix(2, 3)).toEqual({ values: new Float32Array(6), rows: 2, columns: 3 });
  });
});
