import { describe, expect, it } from 'vitest';
import { dampSeen } from '../../../../../shared/domain/ranking/damp-seen.js';
import type { Candidate } from '../../../../../shared/domain/ranking.js';

const candidate = (itemId: string, score: number): Candidate => ({
  itemId,
  score,
  reason: { kind: 'similar-shoppers', because: 'other' },
});
const list = [candidate('known', 1), candidate('new', 0.5), candidate('other', 0.1)];

describe('dampSeen', () => {
  it('puts what the shopper knows below what is new, and says that they know it', () => {
    const history = [
      { itemId: 'known', kind: 'view', ts: 1 },
      { itemId: 'known', kind: 'like', ts: 2 },
    ] as const;
    const damped = dampSeen(list, history, 0.2);
    expect(damped.map(({ itemId }) => itemId)).toEqual(['new', 'known', 'other']);
    expect(damped[1]).toEqual({
      itemId: 'known',
      score: 0.2,
      reason: { kind: 'liked', because: 'known' },
    });
  });

  it('leaves a list of new things as it is', () => {
    expect(dampSeen(list, [{ itemId: 'elsewhere', kind: 'view', ts: 1 }], 0.2)).toBe(list);
  });
});
