import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solvePositiveDefinite } from '../../../../models/numeric/cholesky.js';

describe('solvePositiveDefinite', () => {
  it('solves a system that can be checked by hand', () => {
    const matrix = Float64Array.of(4, 0, 2, 5);
    const solution = solvePositiveDefinite(matrix, Float64Array.of(8, 9), 1);
    // The upper half is not read: the matrix is 4 2 / 2 5.
    expect([...solution]).toEqual([1.375, 1.25]);
  });

  it('gives back what a matrix was multiplied with', () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    const square = fc.array(value, { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(square, fc.array(value, { minLength: 6, maxLength: 6 }), (root, wanted) => {
        const at = (row: number, column: number) => root[row * 3 + column] ?? 0;
        const three = [0, 1, 2];
        const matrix = three.flatMap((a) =>
          three.map(
            (b) => three.reduce((sum, k) => sum + at(a, k) * at(b, k), 0) + (a === b ? 1 : 0),
          ),
        );
        const right = three.flatMap((row) =>
          [0, 1].map((column) =>
            three.reduce(
              (sum, k) => sum + (matrix[row * 3 + k] ?? 0) * (wanted[k * 2 + column] ?? 0),
              0,
            ),
          ),
        );
        const solved = solvePositiveDefinite(
          Float64Array.from(matrix),
          Float64Array.from(right),
          2,
        );
        for (const [place, expected] of wanted.entries()) {
          expect(solved[place]).toBeCloseTo(expected, 8);
        }
      }),
    );
  });

  it('refuses a matrix that is not positive definite, naming the pivot', () => {
    expect(() =>
      solvePositiveDefinite(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1), 1),
    ).toThrow(/pivot 1 of 2 is -3/);
  });
});
