import { describe, expect, it } from 'vitest';
import { SparseRowsBuilder, sumRows } from '../../../../models/numeric/sparse-rows.js';

describe('sparse rows', () => {
  it('keep entries by row, and empty rows empty', () => {
    const builder = new SparseRowsBuilder(3);
    builder.add(2, 0.5);
    builder.add(0, 1);
    builder.endRow();
    builder.endRow();
    builder.add(1, 3);
    builder.endRow();
    const { starts, columns, values } = builder.build();
    expect([...starts]).toEqual([0, 2, 2, 3]);
    expect([...columns]).toEqual([2, 0, 1]);
    expect([...values]).toEqual([0.5, 1, 3]);
  });

  it('multiply a dense matrix', () => {
    const builder = new SparseRowsBuilder(2);
    builder.endRow();
    builder.add(0, 2);
    builder.add(1, -1);
    builder.endRow();
    const product = sumRows(builder.build(), Float32Array.of(1, 2, 3, 4), 2);
    expect([...product]).toEqual([0, 0, -1, 0]);
  });
});
