import { describe, expect, it } from 'vitest';
import {
  addColumn,
  gainOf,
  naturalSharpness,
  tabulate,
} from '../../../../../../models/recommenders/ensemble/blend/case-table.js';

describe('a case table', () => {
  const table = tabulate(
    new Map([
      [
        'gru' as const,
        [
          { item: 7, score: 3 },
          { item: 9, score: 1 },
        ],
      ],
      ['ease' as const, [{ item: 9, score: 0 }]],
    ]),
    [9, 42],
  );

  it('numbers candidates, measures from the best, and knows which targets nobody named', () => {
    expect(table.size).toBe(2);
    expect(table.targets).toEqual([1, -1]);
    expect([...(table.columns.get('gru')?.logits ?? [])]).toEqual([0, -2]);
  });

  it('gains by the places of the targets, equals sharing theirs', () => {
    const one = { size: 3, targets: [0], columns: new Map() };
    expect(gainOf(one, Float64Array.of(3, 2, 1))).toBe(1);
    expect(gainOf(one, Float64Array.of(2, 3, 1))).toBeCloseTo(1 / Math.log2(3), 9);
    expect(gainOf(one, Float64Array.of(2, 2, 2))).toBeCloseTo(1 / Math.log2(3), 9);
    expect(gainOf(one, Float64Array.of(0, 2, 1))).toBe(0);
    expect(gainOf({ ...one, targets: [-1] }, Float64Array.of(1, 1, 1))).toBe(0);
    expect(gainOf({ ...one, targets: [] }, Float64Array.of(1, 1, 1))).toBe(0);
  });

  it('adds a part by weight and sharpness', () => {
    const scores = new Float64Array(2);
    const column = table.columns.get('gru');
    if (column) addColumn(column, { weight: 2, sharpness: 0.5 }, scores);
    expect(scores[0]).toBe(2);
    expect(scores[1]).toBeCloseTo(2 * Math.exp(-1), 9);
  });

  it('takes a part’s sharpness from how its scores fall', () => {
    const long = Array.from({ length: 30 }, (_, item) => ({ item, score: -item / 19 }));
    const fallingByOne = tabulate(new Map([['gru' as const, long]]), []);
    expect(naturalSharpness([fallingByOne], 'gru')).toBeCloseTo(2, 6);
    expect(naturalSharpness([table], 'gru')).toBe(1);
  });
});
