import { describe, expect, it } from 'vitest';
import { openBlockProducts } from '../../../../../models/recommenders/ease/block-product.js';
import { invertInPlace } from '../../../../../models/recommenders/ease/positive-definite-inverse.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

/** A gram matrix with a diagonal that makes it positive definite. */
function randomMatrix(size: number) {
  const random = seededRandom(size);
  const rows = Array.from({ length: 2 * size }, () =>
    Array.from({ length: size }, () => (random() < 0.1 ? 1 : 0)),
  );
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      const common = rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
      values[i * size + j] = common + (i === j ? 10 : 0);
    }
  }
  return { values, rows: size, columns: size };
}

/** The largest distance of a · b from the identity. */
function distanceFromIdentity(a: Float32Array, b: Float32Array, size: number): number {
  let worst = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += (a[i * size + k] ?? 0) * (b[k * size + j] ?? 0);
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

describe('the inverse of a positive definite matrix', () => {
  it.each([1, 7, 64, 65, 150, 301])('times the matrix is one, for %i rows', async (size) => {
    const matrix = randomMatrix(size);
    const before = matrix.values.slice();
    const products = await openBlockProducts(async () => undefined);
    await invertInPlace(matrix, products);
    await products.release();
    expect(distanceFromIdentity(before, matrix.values, size)).toBeLessThan(1e-4);
  });

  it('refuses a matrix that is not positive definite', async () => {
    const products = await openBlockProducts(async () => undefined);
    const matrix = { values: Float32Array.of(1, 2, 2, 1), rows: 2, columns: 2 };
    await expect(invertInPlace(matrix, products)).rejects.toThrow('not positive definite');
    await products.release();
  });

  it('tells of its multiplications, and stops where the listener says so', async () => {
    const reason = new Error('cancelled');
    const products = await openBlockProducts(async () => {
      throw reason;
    });
    await expect(invertInPlace(randomMatrix(80), products)).rejects.toBe(reason);
    await products.release();
  });
});
