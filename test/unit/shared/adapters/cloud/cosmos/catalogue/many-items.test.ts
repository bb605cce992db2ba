import { describe, expect, it } from 'vitest';
import { writeRows } from '../../../../../../../shared/adapters/cloud/cosmos/bulk.js';
import { cosmosCatalogStore } from '../../../../../../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import {
  itemDocumentId,
  itemKey,
} from '../../../../../../../shared/adapters/cloud/cosmos/catalogue/item-document.js';
import type { CosmosConnection } from '../../../../../../../shared/adapters/cloud/cosmos/connection.js';
import { RowsFailed } from '../../../../../../../shared/domain/errors.js';
import { item } from '../../../../../../contract/store-under-test.js';
import { testServer } from '../../../../../../support/cosmos-account.js';

const account = testServer();
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
const large = item('large', { description: 'x'.repeat(2_200_000) });
const documentAt = (connection: CosmosConnection, id: string) =>
  connection.container('shop').item(itemDocumentId(id), [connection.tenant, itemKey(id)]);

describe('Items in Cosmos DB', () => {
  it('of more than 2 MB are refused by name, and the others land', async () => {
    const catalog = cosmosCatalogStore(await account.connect());
    for (const write of ['upsert', 'addMissing'] as const) {
      const error = await failure(catalog[write]([item(`${write}-1`), large, item(`${write}-2`)]));
      expect(error).toBeInstanceOf(RowsFailed);
      expect(error).toMatchObject({ code: 'too-large', rows: [{ index: 1, code: 'too-large' }] });
      expect(String(error)).toMatch(/1 of 3 rows were not written: the item "large" takes 22\d+ /);
    }
    expect(await catalog.count()).toBe(4);
    expect(await catalog.get('large')).toBeUndefined();
  });

  it('are left as they are by a change that makes them too large', async () => {
    const catalog = cosmosCatalogStore(await account.connect());
    await catalog.upsert([item('large')]);
    const error = await failure(catalog.update('large', () => large));
    expect(error).toMatchObject({ code: 'too-large' });
    expect(await catalog.get('large')).toEqual(item('large'));
  });

  it('leave a mark for the change feed when they are removed, which expires', async () => {
    const connection = await account.connect();
    const catalog = cosmosCatalogStore(connection);
    await catalog.upsert([item('mug')]);
    await catalog.remove('mug');
    const { resource } = await documentAt(connection, 'mug').read();
    expect(resource).toMatchObject({ kind: 'item-removed', itemId: 'mug', ttl: 30 * 86_400 });
    expect(await catalog.addMissing([item('mug', { price: 2 })])).toBe(1);
    const again = await documentAt(connection, 'mug').read();
    expect(again.resource).toMatchObject({ kind: 'item', item: { price: 2 } });
    expect(again.resource).not.toHaveProperty('ttl');
  });

  it('that were written by something else are unavailable, not trusted', async () => {
    const connection = await account.connect();
    const key = itemKey('odd');
    const id = itemDocumentId('odd');
    const body = { id, tenant: connection.tenant, key, kind: 'item', item: { id: 'odd' } };
    await connection.container('shop').items.create(body);
    const catalog = cosmosCatalogStore(connection);
    expect(await failure(catalog.get('odd'))).toMatchObject({ code: 'unavailable' });
    expect(await failure(catalog.list({ limit: 1 }))).toMatchObject({ code: 'unavailable' });
  });

  it('of another tenant are nobody’s business', async () => {
    const [mine, other] = [await account.connect(), await account.connect()];
    await cosmosCatalogStore(mine).upsert([item('mug')]);
    const catalog = cosmosCatalogStore(other);
    expect(await catalog.get('mug')).toBeUndefined();
    expect(await catalog.count()).toBe(0);
    expect(await catalog.list({ limit: 10 })).toEqual({ items: [] });
    expect(await catalog.remove('mug')).toBe(false);
  });

  it('take no page of another list', async () => {
    const catalog = cosmosCatalogStore(await account.connect());
    const cursor = Buffer.from('tasks after item:mug').toString('base64url');
    expect(await failure(catalog.list({ limit: 1, cursor }))).toMatchObject({ code: 'invalid' });
  });
});

describe('The service', () => {
  it('takes no batch of more than 100 operations, nor a partition key of more than 2 KB', async () => {
    const connection = await account.connect();
    const { tenant } = connection;
    const { items } = connection.container('shop');
    const of = (key: string, id: string) => ({ id, tenant, key, kind: 'test' });
    const many = Array.from({ length: 101 }, (_, index) => ({
      operationType: 'Create' as const,
      resourceBody: of('many', `${index}`),
    }));
    const batch = connection.run(() => items.batch(many, [tenant, 'many']));
    expect(String(await failure(batch))).toMatch(/more than 100 operations/);
    const long = connection.run(() => items.create(of('x'.repeat(2_100), 'long')));
    expect(await failure(long)).toMatchObject({ code: 'invalid' });
  });

  it('takes no continuation of another query', async () => {
    const connection = await account.connect();
    await cosmosCatalogStore(connection).upsert([item('a'), item('b')]);
    const { items } = connection.container('shop');
    const options = { partitionKey: [connection.tenant, itemKey('a')], maxItemCount: 1 };
    const page = await connection.run(() => items.query('SELECT * FROM c', options).fetchNext());
    expect(page.resources).toHaveLength(1);
    const foreign = { ...options, continuationToken: '{"token":"+RID:foreign#RT:1"}' };
    const other = connection.run(() => items.query('SELECT c.id FROM c', foreign).fetchNext());
    expect(await failure(other)).toMatchObject({ code: 'invalid' });
  });

  it('tells of each row of many by itself', async () => {
    const connection = await account.connect();
    const { tenant } = connection;
    const row = (id: string) => ({
      operationType: 'Create' as const,
      partitionKey: [tenant, id],
      resourceBody: { id, tenant, key: id },
    });
    const ids = ['a', 'b', 'a', 'c'];
    const outcomes = await writeRows(connection, 'shop', ids.map(row));
    expect(outcomes.map(({ status }) => status)).toEqual([201, 201, 409, 201]);
  });

  it('is left in the middle of a write by its signal', async () => {
    const connection = await account.connect();
    await account.server?.faults({ rate: 1, kinds: ['timeout'], seed: 3 });
    const leaving = new AbortController();
    const partitionKey = [connection.tenant, 'a'];
    const row = { operationType: 'Delete', id: 'a', partitionKey } as const;
    const writing = writeRows(connection, 'shop', [row], leaving.signal);
    setImmediate(() => leaving.abort(new Error('gone')));
    const error = await failure(writing);
    await account.server?.faults({ rate: 0, kinds: [], seed: 1 });
    expect(String(error)).toBe('Error: gone');
  });
});
