import { describe, expect, it } from 'vitest';
import { positivesOf } from '../../../../../models/recommenders/hybrid/positives.js';
import { trainingSetOf } from '../../../../support/training-set.js';

async function positives(...histories: Parameters<typeof trainingSetOf>[0]['histories']) {
  const { events, items } = trainingSetOf({ histories });
  return positivesOf(events, items.length, async () => {});
}

describe('positives', () => {
  it('are pairs of shopper and item, by shopper, items ascending, each once', async () => {
    const { starts, shoppers, items } = await positives(['a', 'b', 'a'], [], ['c', 'b']);
    expect([...starts]).toEqual([0, 2, 2, 4]);
    expect([...shoppers]).toEqual([0, 0, 2, 2]);
    expect([...items]).toEqual([0, 1, 1, 2]);
  });

  it('weigh by the logarithm of what all events of a pair come to, one on average', async () => {
    const { weights } = await positives([{ item: 'a', kind: 'order' }, 'a', 'b']);
    const [strong = 0, weak = 0] = weights;
    expect(strong / weak).toBeCloseTo(Math.log(12) / Math.log(2), 5);
    expect(strong + weak).toBeCloseTo(2, 5);
  });

  it('leave out what was dismissed more than it was liked', async () => {
    const dismissed = { item: 'a', kind: 'dismiss' as const };
    expect([...(await positives(['a', dismissed, 'b'])).items]).toEqual([1]);
    expect([...(await positives([{ item: 'a', kind: 'order' }, dismissed, 'b'])).items]).toEqual([
      0, 1,
    ]);
  });

  it('are none where nobody did anything', async () => {
    expect((await positives([])).items.length).toBe(0);
  });

  it('are counted with pauses, so that a cancellation gets through', async () => {
    const history = Array.from({ length: 30_000 }, (_, at) => `i-${at % 50}`);
    const { events, items } = trainingSetOf({ histories: [history, history, history, history] });
    let pauses = 0;
    await positivesOf(events, items.length, async () => {
      pauses += 1;
    });
    expect(pauses).toBe(2);
  });
});
