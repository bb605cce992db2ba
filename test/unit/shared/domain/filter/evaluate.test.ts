import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter, matches } from '../../../../../shared/domain/filter/evaluate.js';
import { parseFilter } from '../../../../../shared/domain/filter/parse.js';
import type { Item } from '../../../../../shared/domain/item.js';
import { arbitraryFilter, arbitraryItem } from './arbitrary-filter.js';

const mug: Item = {
  id: 'mug-1',
  name: 'Blue mug',
  categories: ['mugs', 'kitchen'],
  tags: [],
  price: 12.5,
  currency: 'EUR',
  imageUrl: '/images/mug-1.svg',
  attributes: { colour: 'blue', sizes: ['s', 3], weight: 300, glazed: true, lid: null },
  isActive: true,
  createdAt: Date.UTC(2026, 0, 31),
};

const passes = (filter: string) => matches(parseFilter(filter), mug);

describe('matches', () => {
  it.each([
    'price = 12.5',
    'price != 12',
    'price < 13 and price <= 12.5 and price > 12 and price >= 12.5',
    "name >= 'Blue' and name < 'C'",
    "id in ('x', 'mug-1')",
    'price in (1, 12.5)',
    "categories has 'mugs'",
    "not tags has 'mugs'",
    'tags is null',
    'seller is null and description is null and url is null',
    'price is not null',
    "currency = 'EUR' and image_url = '/images/mug-1.svg'",
    'is_active = true and is_active != false',
    "created_at = date '2026-01-31' and created_at < '2026-02-01'",
    "attributes.colour = 'blue' and attributes.weight > 299 and attributes.glazed = true",
    "attributes.sizes has 's' and attributes.sizes has 3",
    'attributes.lid is null and attributes.none is null and attributes.toString is null',
    "seller = 'x' or price < 13",
  ])('holds for %s', (filter) => {
    expect(passes(filter)).toBe(true);
  });

  it.each([
    'price > 12.5',
    "categories has 'Mugs'",
    "not categories has 'mugs'",
    'categories is null',
    "id in ('a', 'b')",
    'attributes.__proto__ is not null',
    'attributes.constructor is not null',
  ])('does not hold for %s', (filter) => {
    expect(passes(filter)).toBe(false);
  });

  it.each([
    "seller = 'x'",
    "seller in ('x')",
    'attributes.colour > 3',
    'attributes.colour has 3',
    'attributes.colour in (3)',
    "attributes.lid = 'x'",
    "attributes.sizes = 's'",
    "attributes.colour in ('red', 3)",
    "seller = 'x' or seller = 'y'",
    "seller = 'x' and price = 12.5",
  ])('knows neither %s nor its negation', (filter) => {
    expect(passes(filter)).toBe(false);
    expect(passes(`not (${filter})`)).toBe(false);
  });

  it('treats a field that is none as missing', () => {
    const test = { kind: 'compare', field: 'colour', operator: '!=', value: 'x' } as const;
    expect(matches(test, mug)).toBe(false);
    expect(matches({ kind: 'null', field: 'colour' }, mug)).toBe(true);
  });

  it('never holds together with its negation, and double negation changes nothing', () => {
    fc.assert(
      fc.property(arbitraryFilter, arbitraryItem, (term, item) => {
        const not = { kind: 'not', term } as const;
        expect(matches(term, item) && matches(not, item)).toBe(false);
        expect(matches({ kind: 'not', term: not }, item)).toBe(matches(term, item));
      }),
    );
  });

  it('obeys De Morgan in three values', () => {
    const two = fc.tuple(arbitraryFilter, arbitraryFilter);
    fc.assert(
      fc.property(two, arbitraryItem, (terms, item) => {
        const negated = terms.map((term) => ({ kind: 'not', term }) as const);
        const left = compileFilter({ kind: 'not', term: { kind: 'and', terms } });
        expect(left(item)).toBe(matches({ kind: 'or', terms: negated }, item));
      }),
    );
  });
});
