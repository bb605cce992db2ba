import { type ChangeFeedIteratorOptions, ChangeFeedStartFrom, type Container } from '@azure/cosmos';
import { expect } from 'vitest';
import { shoe, shoeSuite } from './shoes.js';

/** Reads until there is nothing new; how it goes on from there. */
async function readAll(container: Container, options: ChangeFeedIteratorOptions) {
  const feed = container.items.getChangeFeedIterator<{ id: string }>(options);
  const ids: string[] = [];
  for (let reads = 0; reads < 100; reads++) {
    const { statusCode, result, continuationToken } = await feed.readNext();
    if (statusCode === 304) return { ids, token: continuationToken };
    ids.push(...(result ?? []).map(({ id }) => id));
  }
  throw new Error('The change feed has no end');
}

export const feedSuite = shoeSuite('The change feed', (shop, { behaviour }) => {
  behaviour('the feed tells of everything from the beginning', async () => {
    const changeFeedStartFrom = ChangeFeedStartFrom.Beginning();
    const { ids } = await readAll(shop(), { maxItemCount: 100, changeFeedStartFrom });
    expect(new Set(ids).size).toBe(30);
  });

  behaviour('the feed goes on where it was left', async () => {
    const { token } = await readAll(shop(), {
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning('p0'),
    });
    await shop().items.upsert({ ...shoe(3), again: true });
    const { ids } = await readAll(shop(), {
      changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token),
    });
    expect(ids).toEqual(['i3']);
  });

  behaviour('the feed of all partitions goes on where it was left', async () => {
    const { token } = await readAll(shop(), {
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
    });
    await shop().items.upsert({ ...shoe(7), again: true });
    await shop().items.upsert({ ...shoe(8), again: true });
    const { ids } = await readAll(shop(), {
      changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token),
    });
    expect(ids.sort()).toEqual(['i7', 'i8']);
  });

  behaviour('the feed from now on tells of nothing that was', async () => {
    const changeFeedStartFrom = ChangeFeedStartFrom.Now();
    expect((await readAll(shop(), { changeFeedStartFrom })).ids).toEqual([]);
  });

  behaviour(
    'the feed has one entry for what changed twice, and none for what was deleted',
    async () => {
      const { token } = await readAll(shop(), {
        changeFeedStartFrom: ChangeFeedStartFrom.Beginning('p1'),
      });
      await shop().items.upsert({ ...shoe(4), again: 1 });
      await shop().items.upsert({ ...shoe(4), again: 2 });
      await shop().items.upsert({ id: 'gone', pk: 'p1' });
      await shop().item('gone', 'p1').delete();
      const { ids } = await readAll(shop(), {
        changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token),
      });
      expect(ids).toEqual(['i4']);
    },
  );
});
