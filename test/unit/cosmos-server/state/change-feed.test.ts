import { ChangeFeedStartFrom, type Container } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { serverUnderTest } from '../server-under-test.js';

const feedOf = (
  container: Container,
  start: ChangeFeedStartFrom = ChangeFeedStartFrom.Beginning('p'),
) =>
  container.items.getChangeFeedIterator<{ id: string; _lsn: number }>({
    maxItemCount: 2,
    changeFeedStartFrom: start,
  });
const idsOf = (page: { readonly result: readonly { readonly id: string }[] }) =>
  page.result.map(({ id }) => id);

describe('The change feed', () => {
  test('comes in pages, in the order of the writes', async () => {
    const { container } = await serverUnderTest();
    const shop = await container();
    for (const id of ['a', 'b', 'c', 'a']) await shop.items.upsert({ id, pk: 'p' });
    const feed = feedOf(shop);
    expect(idsOf(await feed.readNext())).toEqual(['b', 'c']);
    expect(idsOf(await feed.readNext())).toEqual(['a']);
    expect((await feed.readNext()).statusCode).toBe(304);
  });

  test('says of each document the number of its write', async () => {
    const { container } = await serverUnderTest();
    const shop = await container();
    for (const id of ['a', 'b']) await shop.items.upsert({ id, pk: 'p' });
    const [first, second] = (await feedOf(shop).readNext()).result;
    expect(second?._lsn).toBe((first?._lsn ?? 0) + 1);
  });

  test('never tears a transaction apart', async () => {
    const { container } = await serverUnderTest();
    const shop = await container();
    const create = (id: string) => ({
      operationType: 'Create' as const,
      resourceBody: { id, pk: 'p' },
    });
    await shop.items.create({ id: 'before', pk: 'p' });
    await shop.items.batch([create('a'), create('b'), create('c')], 'p');
    expect(idsOf(await feedOf(shop).readNext())).toEqual(['before', 'a', 'b', 'c']);
  });

  test('starts at a time', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await shop.items.create({ id: 'before', pk: 'p' });
    await server.advance(60_000);
    const start = ChangeFeedStartFrom.Time(new Date(Date.now() + 30_000));
    await shop.items.create({ id: 'after', pk: 'p' });
    expect(idsOf(await feedOf(shop, start).readNext())).toEqual(['after']);
  });

  test('starts now, and tells of what comes then', async () => {
    const { container } = await serverUnderTest();
    const shop = await container();
    await shop.items.create({ id: 'before', pk: 'p' });
    const feed = feedOf(shop, ChangeFeedStartFrom.Now('p'));
    expect((await feed.readNext()).statusCode).toBe(304);
    await shop.items.create({ id: 'after', pk: 'p' });
    expect(idsOf(await feed.readNext())).toEqual(['after']);
  });

  test('does not tell of what has expired', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container({ defaultTtl: -1 });
    await shop.items.create({ id: 'brief', pk: 'p', ttl: 10 });
    await shop.items.create({ id: 'lasting', pk: 'p' });
    await server.advance(11_000);
    expect(idsOf(await feedOf(shop).readNext())).toEqual(['lasting']);
  });
});
