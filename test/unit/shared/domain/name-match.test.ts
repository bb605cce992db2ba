import { describe, expect, it } from 'vitest';
import { bestBearer, itemForName, standsForName } from '../../../../shared/domain/name-match.js';
import { item } from '../../../contract/store-under-test.js';

const named = (id: string, name: string, isActive = true) => item(id, { name, isActive });

describe('Of the items that bear a name', () => {
  it('the one of the very name is taken, though it is not active', () => {
    const bearers = [named('a', 'MUG'), named('b', 'Mug', false)];
    expect(bestBearer('Mug', bearers)).toEqual({ item: bearers[1], match: 'exact' });
  });

  it('an active one is taken first, then the one with the smallest id', () => {
    const bearers = [named('a', 'Mug', false), named('c', 'Mug'), named('b', 'Mug')];
    expect(bestBearer('Mug', bearers)?.item.id).toBe('b');
    expect(bestBearer('mug', bearers)).toMatchObject({ item: { id: 'b' }, match: 'normalised' });
    expect(bestBearer('Mug', bearers.toReversed())?.item.id).toBe('b');
  });

  it('none is taken where there are none', () => {
    expect(bestBearer('Mug', [])).toBeUndefined();
  });
});

describe('An item made for a name', () => {
  it('is marked, and not active', () => {
    const made = itemForName('  Blue mug ', { id: 'x', now: 7 });
    expect(made).toEqual({
      ...{ id: 'x', name: 'Blue mug', categories: [], tags: [], isActive: false, createdAt: 7 },
      attributes: { source: 'behavior' },
    });
    expect(standsForName(made)).toBe(true);
  });

  it("is the shop's own once the shop has made it active", () => {
    expect(standsForName({ ...itemForName('Mug', { id: 'x', now: 7 }), isActive: true })).toBe(
      false,
    );
    expect(standsForName(named('a', 'Mug', false))).toBe(false);
  });
});
