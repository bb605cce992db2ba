import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openItemScorer } from '../../../../../models/numeric/onnx/item-scoring.js';
import { quantiseRows } from '../../../../../models/numeric/onnx/quantise-rows.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

const precisions = ['float32', 'int8'] as const;
type Precision = (typeof precisions)[number];

/** Whole numbers: sums are exact, so that order and ties are known. */
const shop = fc
  .record({ items: fc.integer({ min: 1, max: 40 }), dimension: fc.integer({ min: 1, max: 9 }) })
  .chain(({ items, dimension }) =>
    fc.record({
      items: fc.constant(items),
      dimension: fc.constant(dimension),
      values: wholeNumbers(items * dimension),
      query: wholeNumbers(dimension),
      bias: fc.option(wholeNumbers(items), { nil: undefined }),
      count: fc.integer({ min: 0, max: 50 }),
    }),
  );

function wholeNumbers(length: number): fc.Arbitrary<Float32Array> {
  const numbers = fc.array(fc.integer({ min: -3, max: 3 }), {
    minLength: length,
    maxLength: length,
  });
  return numbers.map((all) => Float32Array.from(all));
}

interface Asked {
  readonly values: Float32Array;
  readonly dimension: number;
  readonly query: Float32Array;
  readonly bias?: Float32Array | undefined;
  readonly count: number;
}

function bestByLoop({ values, dimension, query, bias, count }: Asked) {
  const scored = Array.from({ length: values.length / dimension }, (_, row) => {
    const products = Array.from(query, (value, at) => value * (values[row * dimension + at] ?? 0));
    return { row, score: products.reduce((sum, product) => sum + product, bias?.[row] ?? 0) };
  });
  scored.sort((a, b) => b.score - a.score || a.row - b.row);
  return scored.slice(0, count);
}

function gaussian(length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const sum = () => random() + random() + random() + random() - 2;
  return Float32Array.from({ length }, sum);
}

describe.each(precisions)('an item scorer of %s', (precision: Precision) => {
  it('finds what a plain loop finds, ties by row', async () => {
    await fc.assert(
      fc.asyncProperty(shop, async ({ values, items, dimension, query, bias, count }) => {
        const matrix = { items, dimension, precision, ...(bias && { bias }) };
        const scorer = await openItemScorer(values, matrix);
        const { rows, scores } = await scorer.best(query, count);
        await scorer.close();
        const expected = bestByLoop({ values, dimension, query, bias, count });
        expect([...rows]).toEqual(expected.map(({ row }) => row));
        expect([...scores]).toEqual(expected.map(({ score }) => score));
      }),
      { numRuns: 60 },
    );
  });

  it('finds the best 50 of many, as exact arithmetic does', async () => {
    const [items, dimension] = [20_000, 32];
    const values = gaussian(items * dimension, 7);
    const scorer = await openItemScorer(values, { items, dimension, precision });
    for (const seed of [1, 2, 3, 4]) {
      const query = gaussian(dimension, seed);
      const { rows, scores } = await scorer.best(query, 50);
      const expected = bestByLoop({ values, dimension, query, count: 50 });
      expect([...rows]).toEqual(expected.map(({ row }) => row));
      expected.forEach(({ score }, at) => {
        expect(scores[at]).toBeCloseTo(score, 3);
      });
    }
    await scorer.close();
  });

  it('finds nothing in an empty shop', async () => {
    const scorer = await openItemScorer(new Float32Array(0), { items: 0, dimension: 8, precision });
    expect((await scorer.best(new Float32Array(8), 5)).rows).toHaveLength(0);
    await scorer.close();
  });
});

describe('an item scorer', () => {
  it('chooses its precision by the size of the matrix', async () => {
    const [items, dimension] = [20_000, 128];
    const values = gaussian(items * dimension, 1);
    const scorer = await openItemScorer(values, { items, dimension });
    const query = gaussian(dimension, 2);
    const { rows } = await scorer.best(query, 3);
    const expected = bestByLoop({ values, dimension, query, count: 3 });
    expect([...rows]).toEqual(expected.map(({ row }) => row));
    await scorer.close();
  });

  it('refuses values of another size', async () => {
    const opening = openItemScorer(new Float32Array(5), { items: 2, dimension: 3 });
    await expect(opening).rejects.toThrow('2 × 3 was expected, but it has 5 values');
  });
});

describe('quantised rows', () => {
  it('come back within half a step, and zeros as zeros', () => {
    const values = Float32Array.from([0.5, -1, 0.25, 0, 0, 0]);
    const { transposed, scales } = quantiseRows(values, { items: 2, dimension: 3 });
    const back = [0, 1, 2].map((at) => (transposed[at * 2] ?? 0) * (scales[0] ?? 0));
    back.forEach((value, at) => {
      expect(Math.abs(value - (values[at] ?? 0))).toBeLessThanOrEqual(0.5 / 127);
    });
    expect([1, 3, 5].map((at) => transposed[at])).toEqual([0, 0, 0]);
    expect(scales[1]).toBe(0);
  });
});
