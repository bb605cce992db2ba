import { expect, test } from 'vitest';
import { textOf } from '../../../../shared/domain/item-text.js';
import { product } from '../../../support/sync-house.js';

test('an item in words begins with its name', () => {
  const mug = { name: 'Blue mug', categories: ['Kitchen', 'Mugs'], tags: ['blue', 'clay'] };
  expect(textOf(product('mug', { ...mug, description: 'Holds tea.' }))).toBe(
    'Blue mug. Kitchen, Mugs. blue, clay. Holds tea.',
  );
});

test('what an item does not say is left out', () => {
  expect(textOf(product('mug', { name: 'Mug', categories: [], tags: [] }))).toBe('Mug');
});

test('of a long description the beginning counts', () => {
  expect(textOf(product('mug', { description: 'x'.repeat(9_999) })).length).toBeLessThan(2_100);
});
