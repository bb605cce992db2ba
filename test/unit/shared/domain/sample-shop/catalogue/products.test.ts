import { expect, test } from 'vitest';
import { departments } from '../../../../../../shared/domain/sample-shop/catalogue/departments.js';
import { makeProducts } from '../../../../../../shared/domain/sample-shop/catalogue/products.js';

const now = Date.UTC(2026, 5, 17, 12);
const dayMs = 86_400_000;
const products = makeProducts(1, now);
const items = products.map(({ item }) => item);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('the shop has two thousand products in forty categories of twelve departments', () => {
  expect(items).toHaveLength(2000);
  expect(new Set(items.map(({ categories }) => categories[0])).size).toBe(12);
  expect(new Set(items.map(({ categories }) => categories[1])).size).toBe(40);
});

test('no two products share an id or a name', () => {
  expect(new Set(items.map(({ id }) => id)).size).toBe(2000);
  expect(new Set(items.map(({ name }) => name)).size).toBe(2000);
});

test('the same seed makes the same shop, another seed another one', () => {
  expect(makeProducts(1, now)).toEqual(products);
  expect(makeProducts(2, now).map(({ item }) => item.name)).not.toEqual(
    items.map(({ name }) => name),
  );
});

test('a later time moves every product by as much', () => {
  const later = makeProducts(1, now + dayMs).map(({ item }) => item);
  expect(later).toEqual(items.map((item) => ({ ...item, createdAt: item.createdAt + dayMs })));
});

test('every product came before now, some in the last days, and a few are off sale', () => {
  expect(items.every(({ createdAt }) => createdAt < now)).toBe(true);
  const fresh = items.filter(({ createdAt }) => createdAt > now - 7 * dayMs).length;
  expect(fresh).toBeGreaterThan(20);
  expect(fresh).toBeLessThan(200);
  const inactive = items.filter(({ isActive }) => !isActive).length;
  expect(inactive).toBeGreaterThan(10);
  expect(inactive).toBeLessThan(100);
});

test('names, attributes and tags tell the same story', () => {
  for (const { item, brand, colour, category } of products) {
    expect(item.name.startsWith(`${brand.name} `)).toBe(true);
    expect(item.name).toContain(` ${category.noun}, `);
    expect(item.attributes).toMatchObject({ brand: brand.name, colour, style: brand.style });
    expect(item.tags).toContain(colour.toLowerCase());
    expect(new Set(item.tags).size).toBe(item.tags.length);
  }
});

test('descriptions have one to three sentences and differ in more than the name', () => {
  const texts = items.map(({ description = '' }) => description);
  expect(texts.every((text) => /^\S.*\.$/.test(text) && text.length < 300)).toBe(true);
  expect(new Set(texts).size).toBeGreaterThan(1900);
});

test('prices have two decimals and rise with the level of the brand', () => {
  for (const { price } of items) expect(price).toSatisfy(isPrice);
  for (const department of departments) {
    const ofLevel = (level: number) =>
      products.filter((each) => each.department === department && each.brand.level === level);
    const meanPrice = (level: number) => mean(ofLevel(level).map(({ item }) => item.price ?? 0));
    expect(meanPrice(1)).toBeLessThan(meanPrice(2));
    expect(meanPrice(2)).toBeLessThan(meanPrice(3));
  }
});

const isPrice = (price: number) =>
  price > 0 && Math.abs(price * 100 - Math.round(price * 100)) < 1e-6;

test('a smartphone costs many times what a bar of soap does', () => {
  const meanOf = (name: string) =>
    mean(items.filter(({ categories }) => categories[1] === name).map(({ price = 0 }) => price));
  expect(meanOf('Smartphones')).toBeGreaterThan(30 * meanOf('Soap'));
});

test('a picture is found from the root of the origin', () => {
  for (const { id, imageUrl } of items) expect(imageUrl).toBe(`/api/pictures/${id}`);
});
