import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelMemory, kernelBytes } from '../../../../models/numeric/kernel-memory.js';
import { SparseMatrix, sparseBytes } from '../../../../models/numeric/sparse-matrix.js';

const width = 4;
const columns = 6;
const size = { rows: 5, entries: 20 };
const entry = fc.record({
  column: fc.integer({ min: 0, max: columns - 1 }),
  weight: fc.integer({ min: -3, max: 3 }),
});
const sparseRows = fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 5 });

function make() {
  const dense = kernelBytes([columns * width, size.rows * width]);
  const memory = new KernelMemory(sparseBytes(size) + dense);
  const matrix = new SparseMatrix(memory, size);
  return { matrix, table: memory.floats(columns * width), rows: memory.floats(size.rows * width) };
}

describe('a sparse matrix', () => {
  it('multiplies as a plain loop does, also when it is written again', () => {
    const { matrix, table, rows } = make();
    table.forEach((_, at) => {
      table[at] = (at * 7) % 5;
    });
    fc.assert(
      fc.property(sparseRows, (written) => {
        matrix.clear();
        const expected = written.flatMap((row) => {
          for (const { column, weight } of row) matrix.add(column, weight);
          matrix.endRow();
          return Array.from({ length: width }, (_, at) =>
            row.reduce(
              (sum, { column, weight }) => sum + weight * (table[column * width + at] ?? 0),
              0,
            ),
          );
        });
        matrix.product(table, width, rows);
        expect(Array.from(rows.subarray(0, expected.length))).toEqual(
          expected.map((sum) => sum + 0),
        );
      }),
    );
  });

  it('adds what its transpose makes of rows', () => {
    const { matrix, table, rows } = make();
    table.fill(1);
    rows.set([1, 2, 3, 4, 5, 6, 7, 8]);
    matrix.clear();
    matrix.add(2, 0.5);
    matrix.endRow();
    matrix.add(2, 2);
    matrix.add(0, 1);
    matrix.endRow();
    matrix.addTransposedProduct(rows, width, table);
    expect([...table.subarray(0, 4)]).toEqual([6, 7, 8, 9]);
    expect([...table.subarray(8, 12)]).toEqual([11.5, 14, 16.5, 19]);
    expect([...table.subarray(4, 8)]).toEqual([1, 1, 1, 1]);
  });

  it('refuses more than it was made for', () => {
    const { matrix } = make();
    matrix.clear();
    for (let row = 0; row < size.rows; row += 1) matrix.endRow();
    expect(() => matrix.endRow()).toThrow('was made for 20 entries');
  });
});
