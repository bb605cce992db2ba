import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../../../../../../shared/domain/item.js';
import { departments } from '../../../../../../shared/domain/sample-shop/catalogue/departments.js';
import { makeProducts } from '../../../../../../shared/domain/sample-shop/catalogue/products.js';
import { colours, patterns } from '../../../../../../shared/domain/sample-shop/colours.js';
import { drawPicture } from '../../../../../../shared/domain/sample-shop/picture/draw-picture.js';

const categories = departments.flatMap((department) => department.categories);
const thing: Item = {
  id: 'x',
  name: 'x',
  categories: ['Kitchen', 'Mugs'],
  tags: [],
  attributes: { colour: 'Teal', pattern: 'Dots' },
  isActive: true,
  createdAt: 0,
};

test('every product has a picture of at most four kilobytes', () => {
  for (const { item } of makeProducts(1, 0)) {
    const picture = drawPicture(item);
    expect(picture).toMatch(/^<svg .*<\/svg>$/);
    expect(picture?.length).toBeLessThan(4096);
  }
});

test('every category, colour and pattern looks different', () => {
  const drawn = new Set<string | undefined>();
  for (const { name } of categories) drawn.add(drawPicture({ ...thing, categories: [name] }));
  expect(drawn.size).toBe(40);
  for (const colour of Object.keys(colours)) {
    for (const pattern of patterns) {
      drawn.add(drawPicture({ ...thing, attributes: { colour, pattern } }));
    }
  }
  expect(drawn.size).toBe(40 + 16 * 8 - 1);
});

test('tags are closed in the order in which they were opened', () => {
  for (const { name } of categories) {
    for (const pattern of patterns) {
      const attributes = { colour: 'Navy', pattern };
      const picture = drawPicture({ ...thing, categories: [name], attributes }) ?? '';
      expect(unclosed(picture)).toEqual([]);
      expect(picture).not.toMatch(/undefined|NaN/);
    }
  }
});

function unclosed(markup: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', self] of markup.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!self) open.push(name);
  }
  return open;
}

test('only category, colour and pattern decide what is drawn, and nothing else is written into it', () => {
  const picture = drawPicture(thing);
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, brand) => {
      const renamed = { ...thing, name, id: name, attributes: { ...thing.attributes, brand } };
      expect(drawPicture(renamed)).toBe(picture);
    }),
  );
});

test('a thing without pattern is plain', () => {
  expect(drawPicture({ ...thing, attributes: { colour: 'Red' } })).toBe(
    drawPicture({ ...thing, attributes: { colour: 'Red', pattern: 'Solid' } }),
  );
});

test.each([
  ['an unknown category', { categories: ['Rockets'] }],
  ['no category', { categories: [] }],
  ['an unknown colour', { attributes: { colour: 'Octarine' } }],
  ['the name of an inherited property as colour', { attributes: { colour: 'toString' } }],
  ['a colour that is no text', { attributes: { colour: 7 } }],
  ['no colour', { attributes: {} }],
  ['an unknown pattern', { attributes: { colour: 'Red', pattern: 'Paisley' } }],
])('%s is not drawn', (_, change) => {
  expect(drawPicture({ ...thing, ...change })).toBeUndefined();
});
