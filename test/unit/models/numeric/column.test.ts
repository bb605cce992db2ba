import { expect, it } from 'vitest';
import { float64Column, int32Column } from '../../../../models/numeric/column.js';

it('a column keeps its values as it grows and fills new places with the blank', () => {
  const column = int32Column(-1);
  column.reserve(1);
  column.values[0] = 5;
  column.reserve(1_000);
  expect([column.values[0], column.values[1], column.values[999]]).toEqual([5, -1, -1]);
});

it('a column does not move while it has room', () => {
  const column = float64Column();
  column.reserve(10);
  const before = column.values;
  column.reserve(5);
  expect(column.values).toBe(before);
});
