import { describe, expect, it } from 'vitest';
import { featureRows } from '../../../../../models/recommenders/hybrid/feature-rows.js';

const rows = [['red', 'round'], ['red'], ['red', 'square', 'round'], []];
const described = {
  size: rows.length,
  traitsOf: (row: number) => rows[row] ?? [],
  activity: Int32Array.of(3, 0, 1, 0),
};

function columnsOf({ rows: { starts, columns } }: ReturnType<typeof featureRows>) {
  return rows.map((_, row) => [...columns.subarray(starts[row], starts[row + 1])]);
}

describe('feature rows', () => {
  it('hold an own id for who was active, and the traits of all', () => {
    const features = featureRows(described, { minimumUses: 1, traitLimit: 10 });
    expect([...features.traits]).toEqual([
      ['red', 2],
      ['round', 3],
      ['square', 4],
    ]);
    expect(columnsOf(features)).toEqual([[0, 2, 3], [2], [1, 2, 4, 3], []]);
    expect(features.size).toBe(5);
  });

  it('drop traits that too few have, and the least used beyond the limit', () => {
    const frequent = featureRows(described, { minimumUses: 2, traitLimit: 10 });
    expect([...frequent.traits.keys()]).toEqual(['red', 'round']);
    const few = featureRows(described, { minimumUses: 1, traitLimit: 1 });
    expect([...few.traits.keys()]).toEqual(['red']);
    expect(columnsOf(few)).toEqual([[0, 2], [2], [1, 2], []]);
  });

  it('have values whose squares sum to one', () => {
    const { starts, values } = featureRows(described, { minimumUses: 1, traitLimit: 10 }).rows;
    for (const row of [0, 1, 2]) {
      const squares = values.subarray(starts[row], starts[row + 1]).map((value) => value * value);
      expect(squares.reduce((sum, square) => sum + square)).toBeCloseTo(1, 5);
    }
  });
});
