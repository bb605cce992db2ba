import { describe, expect, it } from 'vitest';
import { itemMirror } from '../../../../../shared/adapters/memory/item-mirror.js';
import { itemNames } from '../../../../../shared/adapters/memory/item-names.js';
import type { Change } from '../../../../../shared/ports/change-log.js';
import { event, item } from '../../../../contract/store-under-test.js';

/** `order`: whether the items or the names hear of a change first. */
function directory(order: 'items first' | 'names first' = 'items first') {
  const items = itemMirror();
  const names = itemNames(items);
  const followers = order === 'items first' ? [items, names] : [names, items];
  return {
    apply: (...changes: readonly Change[]) => {
      for (const follower of followers) follower.apply(changes);
    },
    find: (name: string) =>
      names
        .bearersOf(name)
        .map(({ id }) => id)
        .sort(),
  };
}
const named = (id: string, name: string): Change => ({ kind: 'item', item: item(id, { name }) });

describe.each(['items first', 'names first'] as const)('Names, %s', (order) => {
  it('lead to every item that bears them, by whatever case and spaces', () => {
    const { apply, find } = directory(order);
    apply(
      named('a', 'Blue Mug'),
      named('b', 'blue-mug'),
      named('c', 'Blue Mug'),
      named('d', 'Mug'),
    );
    apply(named('c', 'Blue Mug'));
    expect(find('BLUE MUG')).toEqual(['a', 'b', 'c']);
    expect(find('Mug')).toEqual(['d']);
    expect(find('Bowl')).toEqual([]);
  });

  it('lead nowhere once the item is renamed or removed', () => {
    const { apply, find } = directory(order);
    apply(named('a', 'Mug'), named('b', 'Bowl'));
    apply(named('a', 'Cup'), { kind: 'item-removed', id: 'b' });
    expect(find('Mug')).toEqual([]);
    expect(find('Cup')).toEqual(['a']);
    expect(find('Bowl')).toEqual([]);
    apply(named('a', 'Mug'));
    expect(find('Mug')).toEqual(['a']);
  });

  it('still lead to their items after thousands of renamings', () => {
    const { apply, find } = directory(order);
    apply(named('still', 'Still here'));
    for (let n = 0; n < 5_000; n += 1) apply(named('a', `Name ${n}`));
    expect(find('Name 4999')).toEqual(['a']);
    expect(find('Name 4998')).toEqual([]);
    expect(find('Still here')).toEqual(['still']);
  });
});

describe('Names', () => {
  it('of equal hash are told apart', () => {
    const { apply, find } = directory();
    apply(named('a', 'mug412789'), named('b', 'mug649192'));
    expect(find('mug412789')).toEqual(['a']);
    expect(find('mug649192')).toEqual(['b']);
  });

  it('that mean something to JavaScript are names', () => {
    const { apply, find } = directory();
    expect(find('__proto__')).toEqual([]);
    apply(named('constructor', '__proto__'));
    expect(find('__proto__')).toEqual(['constructor']);
  });

  it('come of items alone', () => {
    const { apply, find } = directory();
    apply({ kind: 'event', event: event('1') });
    expect(find('1')).toEqual([]);
  });
});
