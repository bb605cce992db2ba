import { describe, expect, it } from 'vitest';
import {
  acceptUnseen,
  wantingUnseen,
} from '../../../../../../models/training/evaluation/protocols/unseen.js';

const step = (itemId: string) => ({ itemId, kind: 'view' as const, ts: 0 });
const asked = (targets: string) => ({
  ...{ shopper: 'x', history: [step('a'), step('b')], targets: [...targets].map(step) },
});

describe('unseen items', () => {
  it('are those that the history does not name', () => {
    expect([...'abc'].filter(acceptUnseen(asked('c')))).toEqual(['c']);
  });

  it('are all that is asked for, and who wants none is not asked', () => {
    const wanted = wantingUnseen([asked('ac'), asked('ab'), asked('d')]);
    expect(wanted.map(({ targets }) => targets.map(({ itemId }) => itemId))).toEqual([
      ['c'],
      ['d'],
    ]);
  });
});
