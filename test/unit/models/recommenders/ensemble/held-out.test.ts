import { describe, expect, it } from 'vitest';
import { evenly, showsSeenItems } from '../../../../../models/recommenders/ensemble/held-out.js';

describe('held-out cases', () => {
  it('are spread evenly where they are too many', () => {
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([0, 2, 4, 6, 8]);
    expect(evenly(['a', 'b'], 5)).toEqual(['a', 'b']);
    expect(evenly([], 5)).toEqual([]);
    expect(evenly(Array.from({ length: 997 }), 100)).toHaveLength(100);
  });

  it('show seen items where shoppers come back to them', () => {
    const step = (itemId: string) => ({ itemId, kind: 'view' as const, ts: 0 });
    const one = (target: string) => ({
      shopper: 's',
      history: [step('a')],
      targets: [step(target)],
    });
    expect(showsSeenItems([one('a'), one('b')])).toBe(true);
    expect(showsSeenItems([one('b')])).toBe(false);
    expect(showsSeenItems([])).toBe(false);
  });
});
