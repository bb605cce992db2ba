import type { Container, FeedOptions } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { serverUnderTest } from '../server-under-test.js';

const options: FeedOptions = { partitionKey: 'p', maxItemCount: 2 };

async function filled(container: () => Promise<Container>) {
  const shop = await container();
  for (const n of [5, 1, 4, 1, 3]) {
    const { length } = (await shop.items.readAll().fetchAll()).resources;
    await shop.items.create({ id: `i${length}`, pk: 'p', n });
  }
  return shop;
}

const page = (shop: Container, query: string, token?: string) =>
  shop.items
    .query(query, token === undefined ? options : { ...options, continuationToken: token })
    .fetchNext();

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { readonly code?: unknown }) => error.code,
  );

describe('A continuation token', () => {
  test('is of one query only', async () => {
    const shop = await filled((await serverUnderTest()).container);
    const { continuationToken } = await page(shop, 'SELECT VALUE c.n FROM c');
    const other = page(shop, 'SELECT VALUE c.id FROM c', continuationToken);
    expect(await statusOf(other)).toBe(400);
    expect((await page(shop, 'SELECT VALUE c.n FROM c', continuationToken)).resources).toEqual([
      4, 1,
    ]);
  });

  test('is of one container only', async () => {
    const { container } = await serverUnderTest();
    const shop = await filled(container);
    const { continuationToken } = await page(shop, 'SELECT * FROM c');
    const other = await container({ id: 'other' });
    expect(await statusOf(page(other, 'SELECT * FROM c', continuationToken))).toBe(400);
  });

  test('is refused when it is none', async () => {
    const shop = await filled((await serverUnderTest()).container);
    expect(await statusOf(page(shop, 'SELECT * FROM c', 'nonsense'))).toBe(400);
  });

  test('goes on behind what was given, though documents came and went', async () => {
    const shop = await filled((await serverUnderTest()).container);
    const first = await page(shop, 'SELECT VALUE c.id FROM c');
    expect(first.resources).toEqual(['i0', 'i1']);
    await shop.item('i0', 'p').delete();
    await shop.items.create({ id: 'i5', pk: 'p', n: 0 });
    const second = await page(shop, 'SELECT VALUE c.id FROM c', first.continuationToken);
    expect(second.resources).toEqual(['i2', 'i3']);
    const third = await page(shop, 'SELECT VALUE c.id FROM c', second.continuationToken);
    expect(third.resources).toEqual(['i4', 'i5']);
  });

  test('goes on behind a place in an order, though documents came and went', async () => {
    const shop = await filled((await serverUnderTest()).container);
    const query = 'SELECT VALUE c.n FROM c ORDER BY c.n';
    const first = await page(shop, query);
    expect(first.resources).toEqual([1, 1]);
    await shop.item('i3', 'p').delete();
    await shop.items.create({ id: 'less', pk: 'p', n: 0 });
    await shop.items.create({ id: 'more', pk: 'p', n: 2 });
    const second = await page(shop, query, first.continuationToken);
    expect(second.resources).toEqual([2, 3]);
  });

  test('goes on among those that are alike', async () => {
    const shop = await (await serverUnderTest()).container();
    for (const id of ['a', 'b', 'c', 'd', 'e']) await shop.items.create({ id, pk: 'p', n: 1 });
    const query = 'SELECT VALUE c.id FROM c ORDER BY c.n DESC';
    const first = await page(shop, query);
    const second = await page(shop, query, first.continuationToken);
    const third = await page(shop, query, second.continuationToken);
    const all = [first, second, third].flatMap(({ resources }) => resources);
    expect(all).toEqual(['e', 'd', 'c', 'b', 'a']);
  });
});
