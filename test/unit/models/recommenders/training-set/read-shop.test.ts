import { expect, test } from 'vitest';
import { readShop } from '../../../../../models/recommenders/training-set/read-shop.js';
import { changeLogOf, did, shopLogOf } from '../../../../support/training-shop.js';

const changes = Array.from({ length: 12_000 }, (_, ts) => did({ userId: `u${ts % 7}`, ts }));

test('reads page by page to the end and says where that is', async () => {
  const shop = shopLogOf([]);
  const told: number[] = [];
  const cursor = await readShop(changeLogOf(changes), shop, async (read) => void told.push(read));
  expect(cursor).toBe('12000');
  expect(told).toEqual([5_000, 10_000, 12_000]);
  expect(shop.events.size).toBe(12_000);
});

test('holds no more than the limit at any page, and exactly it in the end', async () => {
  const shop = shopLogOf([], 1_000);
  const sizes: number[] = [];
  await readShop(changeLogOf(changes), shop, async () => void sizes.push(shop.events.size));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_250);
  expect(shop.events.size).toBe(1_000);
});

test('stops where a checkpoint rejects', async () => {
  const shop = shopLogOf([]);
  const stop = async () => Promise.reject(new Error('stopped'));
  await expect(readShop(changeLogOf(changes), shop, stop)).rejects.toThrow('stopped');
  expect(shop.events.size).toBe(5_000);
});
