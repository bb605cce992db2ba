import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { principalAxes } from '../../../../models/numeric/principal-axes.js';
import { seededRandom } from '../../../../shared/domain/random.js';

function dot(values: Float32Array, a: number, b: number, dimension: number): number {
  let sum = 0;
  for (let at = 0; at < dimension; at += 1) {
    sum += (values[a * dimension + at] ?? 0) * (values[b * dimension + at] ?? 0);
  }
  return sum;
}

describe('principal axes', () => {
  it('finds the directions that rows were drawn along, the strongest first', () => {
    const random = seededRandom(5);
    const rows = new Float32Array(400 * 3);
    for (let row = 0; row < 400; row += 1) {
      const [along, across] = [(random() - 0.5) * 10, (random() - 0.5) * 2];
      rows.set([along * 0.6 + across * 0.8, along * 0.8 - across * 0.6, 0], row * 3);
    }
    const axes = principalAxes(rows, 3, { count: 2, seed: 1 });
    expect(Math.abs((axes[0] ?? 0) * 0.6 + (axes[1] ?? 0) * 0.8)).toBeCloseTo(1, 2);
    expect(Math.abs((axes[3] ?? 0) * 0.8 - (axes[4] ?? 0) * 0.6)).toBeCloseTo(1, 2);
  });

  it('gives orthonormal axes, even where rows lie in fewer directions', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { maxLength: 5 }), (pairs) => {
        const rows = Float32Array.from(pairs.flatMap(([a, b]) => [a / 1e9, b / 1e9, 0, 0]));
        const axes = principalAxes(rows, 4, { count: 3, seed: 2 });
        for (const a of [0, 1, 2]) {
          for (const b of [0, 1, 2]) expect(dot(axes, a, b, 4)).toBeCloseTo(a === b ? 1 : 0, 4);
        }
      }),
    );
  });

  it('gives the same for the same seed', () => {
    const rows = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const options = { count: 2, seed: 9 };
    expect(principalAxes(rows, 3, options)).toEqual(principalAxes(rows, 3, options));
  });
});
