import { describe, expect, it } from 'vitest';
import { positivesOf } from '../../../../../models/recommenders/hybrid/positives.js';
import { trainingSetOf } from '../../../../support/training-set.js';

function positives(...histories: Parameters<typeof trainingSetOf>[0]['histories']) {
  const { events, items } = trainingSetOf({ histories });
  return positivesOf(events, items.length);
}

describe('positives', () => {
  it('are pairs of shopper and item, by shopper, items ascending, each once', () => {
    const { starts, shoppers, items } = positives(['a', 'b', 'a'], [], ['c', 'b']);
    expect([...starts]).toEqual([0, 2, 2, 4]);
    expect([...shoppers]).toEqual([0, 0, 2, 2]);
    expect([...items]).toEqual([0, 1, 1, 2]);
  });

  it('weigh by the logarithm of what all events of a pair come to, one on average', () => {
    const { weights } = positives([{ item: 'a', kind: 'order' }, 'a', 'b']);
    const [strong = 0, weak = 0] = weights;
    expect(strong / weak).toBeCloseTo(Math.log(12) / Math.log(2), 5);
    expect(strong + weak).toBeCloseTo(2, 5);
  });

  it('leave out what was dismissed more than it was liked', () => {
    const dismissed = { item: 'a', kind: 'dismiss' as const };
    expect([...positives(['a', dismissed, 'b']).items]).toEqual([1]);
    expect([...positives([{ item: 'a', kind: 'order' }, dismissed, 'b']).items]).toEqual([0, 1]);
  });

  it('are none where nobody did anything', () => {
    expect(positives([]).items.length).toBe(0);
  });
});
