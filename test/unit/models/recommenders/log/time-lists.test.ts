import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float64Column } from '../../../../../models/numeric/column.js';
import { TimeLists } from '../../../../../models/recommenders/log/time-lists.js';

function listsOf(times: readonly number[]): TimeLists {
  const column = float64Column();
  column.reserve(times.length);
  column.values.set(times);
  const lists = new TimeLists(column);
  for (const row of times.keys()) lists.add(0, row);
  return lists;
}

function newestFirst(times: readonly number[]): number[] {
  return [...times.keys()].sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0) || b - a);
}

describe('time lists', () => {
  it('are newest first in whatever order rows arrive, also after some were removed', () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 5 }), (values, every) => {
        const lists = listsOf(values);
        const removed = [...values.keys()].filter((row) => row % every === 1);
        for (const row of removed) lists.remove(0, row);
        const left = newestFirst(values).filter((row) => !removed.includes(row));
        expect(lists.rows(0)).toEqual(left);
        expect(lists.count(0)).toBe(left.length);
      }),
    );
  });

  it('leave a list to be sorted later when a row comes far too late', () => {
    const times = Array.from({ length: 100 }, (_, row) => row + 1);
    const lists = listsOf([...times, 0]);
    expect(lists.newest(0)).toBe(99);
    expect(lists.rows(0).at(-1)).toBe(100);
  });

  it('say whether a row found its place', () => {
    const column = float64Column();
    column.reserve(102);
    const lists = new TimeLists(column);
    for (let row = 0; row < 100; row += 1) {
      column.values[row] = row + 1;
      expect(lists.add(0, row)).toBe(true);
    }
    expect(lists.add(0, 100)).toBe(false);
    expect(lists.add(0, 101)).toBe(false);
    lists.settle(0);
    column.reserve(103);
    column.values[102] = 200;
    expect(lists.add(0, 102)).toBe(true);
  });

  it('link rows both ways', () => {
    const lists = listsOf([10, 30, 20]);
    expect(lists.newest(0)).toBe(1);
    expect(lists.older(1)).toBe(2);
    expect(lists.newer(2)).toBe(1);
    expect(lists.newer(1)).toBe(-1);
    expect(lists.older(0)).toBe(-1);
    expect(lists.newest(5)).toBe(-1);
  });
});
