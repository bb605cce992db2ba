import { describe, expect, it, onTestFinished } from 'vitest';
import { changesOf } from '../../shared/adapters/cloud/cosmos/changes/feed-entry.js';
import { openCosmosReader } from '../../shared/adapters/cloud/cosmos/open-cosmos-reader.js';
import { testServer } from '../support/cosmos-account.js';
import { shopAt } from '../support/cosmos-shop.js';
import { referenceFollower } from './reference-follower.js';
import { changesAfter, event, item } from './store-under-test.js';

describe('A reader of a shop in Cosmos DB', () => {
  const account = testServer();

  async function open() {
    const connection = await account.connect();
    const own = await account.connect({ tenant: connection.tenant });
    onTestFinished(() => Promise.all([connection.close(), own.close()]).then(() => undefined));
    return { shop: await shopAt(connection), reader: await openCosmosReader(own), connection };
  }

  it('reads what is there and the users, as they who write it do', async () => {
    const { shop, reader } = await open();
    await shop.catalog.upsert([item('mug')]);
    await shop.events.append([event('1', { sessionId: 's', userId: 'ann' })]);
    await shop.users.put({ id: 'ann', features: { age: 31 }, createdAt: 1 });
    const read = await changesAfter(reader.changes, undefined);
    expect(read.changes).toEqual((await changesAfter(shop.changes, undefined)).changes);
    expect(await reader.users.list(undefined, 10)).toEqual([
      { id: 'ann', features: { age: 31 }, createdAt: 1 },
    ]);
    expect(await reader.users.get('ann')).toBeDefined();
    expect(shop.changes.covers(read.cursor, read.cursor)).toBe(true);
  });

  it('misses no item that changes while it is read', async () => {
    const { shop, reader } = await open();
    const shelf = Array.from({ length: 9 }, (_, at) => item(`mug ${at}`, { price: 1 }));
    for (const one of shelf) await shop.catalog.upsert([one]);
    const follower = referenceFollower();
    let changed = 0;
    for (let cursor: string | undefined, hasMore = true; hasMore; ) {
      const page = await reader.changes.after(cursor, 2);
      follower.apply(page.changes);
      ({ cursor, hasMore } = page);
      const next = shelf[8 - changed];
      if (next && changed < 4) await shop.catalog.upsert([{ ...next, price: 2 }]);
      changed += 1;
    }
    const prices = follower.state().items.map((row) => (row as unknown[])[1]);
    expect(prices).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('tells a change trigger of its documents what it tells everybody', async () => {
    const { shop, connection } = await open();
    await shop.catalog.upsert([item('mug'), item('cup')]);
    await shop.catalog.remove('cup');
    await shop.events.append([event('1', { sessionId: 's' })]);
    await shop.users.put({ id: 'ann', features: {}, createdAt: 1 });
    const { resources } = await connection
      .container('shop')
      .items.query<unknown>(
        {
          query: 'SELECT * FROM c WHERE c.tenant = @tenant',
          parameters: [{ name: '@tenant', value: connection.tenant }],
        },
        { partitionKey: [connection.tenant] },
      )
      .fetchAll();
    const told = changesOf([...resources, { id: 'of somebody else' }]);
    expect(told.map(({ kind }) => kind).toSorted()).toEqual(['event', 'item', 'item-removed']);
  });
});
