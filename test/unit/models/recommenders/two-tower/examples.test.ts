import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countSteps,
  findExamples,
  holdOut,
  readHistory,
  shopperOf,
  shuffle,
} from '../../../../../models/recommenders/two-tower/examples.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import { trainingSetOf } from '../../../../support/training-set.js';

const shop = trainingSetOf({
  histories: [['a', 'b', { item: 'c', kind: 'dismiss' }, 'd'], [], ['b'], ['a', 'd', 'b']],
  traits: [[], [], ['role=seller'], []],
});

describe('examples', () => {
  it('are events with a past or traits, dismissals left out', () => {
    expect([...findExamples(shop, 10)]).toEqual([1, 3, 4, 6, 7]);
    expect([...findExamples(shop, 1)]).toEqual([3, 4, 7]);
    expect([...countSteps(shop)]).toEqual([2, 3, 0, 2]);
  });

  it('know the shopper of a row, also beside shoppers without events', () => {
    const rows = [0, 3, 4, 5, 7];
    expect(rows.map((row) => shopperOf(shop.events, row))).toEqual([0, 0, 2, 3, 3]);
  });

  it('read what came before, the newest first, within a shopper and a limit', () => {
    const read = (row: number, limit: number) => {
      const history = { rows: new Int32Array(limit), length: 0 };
      readHistory(shop.events, row, history);
      return [...history.rows.subarray(0, history.length)];
    };
    expect(read(3, 5)).toEqual([1, 0]);
    expect(read(7, 1)).toEqual([6]);
    expect(read(5, 5)).toEqual([]);
  });

  it('are held out at the ends of histories only, and none is lost', () => {
    const histories = Array.from({ length: 400 }, () => ['a', 'b', 'c']);
    const { events, ...rest } = trainingSetOf({ histories });
    const rows = findExamples({ events, ...rest }, 10);
    const { train, held } = holdOut(rows, events, seededRandom(1));
    expect(held.length).toBeGreaterThan(5);
    expect(held.length).toBeLessThanOrEqual(16);
    for (const row of held) expect(row % 3).toBe(2);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual([...rows]);
  });

  it('stay the same when shuffled, but for their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.nat(), (values, seed) => {
        const rows = Int32Array.from(values);
        const before = [...rows].sort((a, b) => a - b);
        shuffle(rows, seededRandom(seed));
        expect([...rows].sort((a, b) => a - b)).toEqual(before);
      }),
    );
  });
});
