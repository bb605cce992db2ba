import { describe, expect, it } from 'vitest';
import { itemMirror } from '../../../../../shared/adapters/memory/item-mirror.js';
import { event, item } from '../../../../contract/store-under-test.js';

describe('itemMirror', () => {
  it('holds each item as it changed last', () => {
    const mirror = itemMirror();
    mirror.apply([
      { kind: 'item', item: item('mug', { price: 1 }) },
      { kind: 'item', item: item('cup') },
      { kind: 'item', item: item('mug', { price: 2 }) },
    ]);
    expect(mirror.get('mug')?.price).toBe(2);
    expect(mirror.size).toBe(2);
    expect([...mirror.values()].map(({ id }) => id).sort()).toEqual(['cup', 'mug']);
  });

  it('forgets an item that was removed, until it comes back', () => {
    const mirror = itemMirror();
    mirror.apply([
      { kind: 'item', item: item('mug') },
      { kind: 'item-removed', id: 'mug' },
    ]);
    expect(mirror.get('mug')).toBeUndefined();
    mirror.apply([{ kind: 'item', item: item('mug') }]);
    expect(mirror.get('mug')).toEqual(item('mug'));
  });

  it('keeps ids that mean something to JavaScript apart', () => {
    const mirror = itemMirror();
    expect(mirror.get('__proto__')).toBeUndefined();
    mirror.apply([{ kind: 'item', item: item('__proto__') }]);
    expect(mirror.get('__proto__')?.id).toBe('__proto__');
    expect(mirror.get('constructor')).toBeUndefined();
  });

  it('leaves all other changes to others', () => {
    const mirror = itemMirror();
    mirror.apply([
      { kind: 'event', event: event('1') },
      { kind: 'user-erased', userId: 'ann', sessionIds: [] },
      { kind: 'merged', from: 'a', into: 'b' },
    ]);
    expect(mirror.size).toBe(0);
    expect(mirror.revision).toBe(0);
  });

  it('has a higher revision after each change of an item, a removal among them', () => {
    const mirror = itemMirror();
    mirror.apply([{ kind: 'item', item: item('mug') }]);
    const { revision } = mirror;
    expect(revision).toBeGreaterThan(0);
    mirror.apply([{ kind: 'item-removed', id: 'mug' }]);
    expect(mirror.revision).toBeGreaterThan(revision);
  });
});
