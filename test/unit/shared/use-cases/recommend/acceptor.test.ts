import { describe, expect, it } from 'vitest';
import { itemMirror } from '../../../../../shared/adapters/memory/item-mirror.js';
import { matches } from '../../../../../shared/domain/filter/evaluate.js';
import { parseFilter } from '../../../../../shared/domain/filter/parse.js';
import type { Item } from '../../../../../shared/domain/item.js';
import { acceptor } from '../../../../../shared/use-cases/recommend/acceptor.js';

const item = (n: number): Item => ({
  id: `i${n}`,
  name: `item ${n}`,
  categories: [],
  tags: [],
  price: n % 1_000,
  attributes: {},
  isActive: n % 5 !== 0,
  createdAt: 0,
});
const all = Array.from({ length: 6_000 }, (_, n) => item(n));
const items = itemMirror();
items.apply(all.map((each) => ({ kind: 'item', item: each })));

describe('acceptor', () => {
  it.each(['price < 900', 'price < 3', 'price > 5000'])(
    'lets pass the same items from the first question to the last: %s',
    (source) => {
      const filter = parseFilter(source);
      const exclude = ['i1', 'i1001'];
      const accept = acceptor(items, { filter, exclude }, new Set(['i2']));
      const passing = all.filter(({ id }) => accept(id)).map(({ id }) => id);
      const expected = all.filter(
        (each) =>
          each.isActive && matches(filter, each) && !['i1', 'i1001', 'i2'].includes(each.id),
      );
      expect(passing).toEqual(expected.map(({ id }) => id));
    },
  );

  it('lets nothing pass that the catalogue does not have', () => {
    expect(acceptor(items, {})('unknown')).toBe(false);
    expect(acceptor(items, {})('i1')).toBe(true);
  });
});
