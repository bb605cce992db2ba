import { beforeAll, describe, expect, test } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../../support/cosmos-server/start.js';
import { sendRaw } from '../raw-requests.js';

let server: CosmosServer;
const docs = '/dbs/shop/colls/items/docs';
const levels = '/dbs/shop/colls/levels/docs';
const own = { 'x-ms-documentdb-partitionkey': '["p"]' };
const atomic = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };

beforeAll(async () => {
  server = await startCosmosServer();
  const partitionKey = { paths: ['/pk'], kind: 'Hash', version: 2 };
  const hierarchy = { paths: ['/tenant', '/pk'], kind: 'MultiHash', version: 2 };
  await post('/dbs', { id: 'shop' });
  await post('/dbs/shop/colls', { id: 'items', partitionKey, defaultTtl: -1 });
  await post('/dbs/shop/colls', { id: 'levels', partitionKey: hierarchy });
  return () => server.stop();
});

const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  sendRaw(server, { method: 'POST', path, body, headers });
const create = async (document: object, headers = own) => {
  const { status, headers: answer } = await post(docs, document, headers);
  return { status, subStatus: answer.get('x-ms-substatus') };
};

describe('A document is refused', () => {
  test.each(['a/b', 'a\\b', 'a?b', 'a#b', 'a\0b', '', 'x'.repeat(1_024), 7, undefined])(
    'with the id %s',
    async (id) => {
      expect((await create({ id, pk: 'p' })).status).toBe(400);
    },
  );

  test.each([0, -2, 1.5, '60', null])('with the time to live %s', async (ttl) => {
    expect((await create({ id: 'brief', pk: 'p', ttl })).status).toBe(400);
  });

  test('with another partition key than the header', async () => {
    expect(await create({ id: 'a', pk: 'q' })).toEqual({ status: 400, subStatus: '1001' });
  });

  test('with an object for a partition key', async () => {
    expect((await create({ id: 'a', pk: { p: 1 } })).status).toBe(400);
  });

  test('with no partition key in the header', async () => {
    expect((await post(docs, { id: 'a', pk: 'p' })).status).toBe(400);
  });

  test('with a prefix of its partition key in the header', async () => {
    const { status } = await post(levels, { id: 'a', tenant: 'p', pk: 'x' }, own);
    expect(status).toBe(400);
  });

  test('with a partition key of more than 2 KB', async () => {
    const pk = 'x'.repeat(2_049);
    const header = { 'x-ms-documentdb-partitionkey': JSON.stringify([pk]) };
    expect((await create({ id: 'a', pk }, header)).status).toBe(400);
  });

  test('when it is no object, or no JSON', async () => {
    expect((await post(docs, ['a'], own)).status).toBe(400);
    const broken = await fetch(`${server.endpoint}/dbs`, { method: 'POST', body: '{' });
    expect(broken.status).toBe(401);
  });

  test('of more than 2 MB, and taken just below', async () => {
    const text = (sizeBytes: number) => 'x'.repeat(sizeBytes);
    expect((await create({ id: 'large', pk: 'p', text: text(2_097_000) })).status).toBe(201);
    expect((await create({ id: 'larger', pk: 'p', text: text(2_097_152) })).status).toBe(413);
  });
});

describe('A batch is refused', () => {
  const operation = (id: string) => ({ operationType: 'Create', resourceBody: { id, pk: 'p' } });
  const batch = async (operations: readonly object[]) =>
    (await post(docs, operations, { ...own, ...atomic })).status;

  test('of more than 100 operations', async () => {
    const many = Array.from({ length: 101 }, (_, index) => operation(`many ${index}`));
    expect(await batch(many)).toBe(400);
    expect(await batch(many.slice(1))).toBe(200);
  });

  test('of more than 2 MB', async () => {
    const text = 'x'.repeat(1_100_000);
    const large = (id: string) => ({
      operationType: 'Create',
      resourceBody: { id, pk: 'p', text },
    });
    expect(await batch([large('one'), large('two')])).toBe(413);
  });

  test('of another partition key than the header', async () => {
    expect(await batch([{ ...operation('other'), partitionKey: '["q"]' }])).toBe(400);
  });

  test('of nothing', async () => {
    expect(await batch([])).toBe(400);
  });
});

describe('What the server does not know', () => {
  test.each([
    ['GET', '/dbs/shop/users'],
    ['GET', '/dbs/shop/colls/items/triggers'],
    ['POST', '/dbs/shop/colls/items/sprocs/a'],
    ['GET', '/dbs/shop/colls/items/docs'],
  ])('is refused as such: %s %s', async (method, path) => {
    expect((await sendRaw(server, { method, path })).status).toBe(501);
  });

  test('is refused as such: triggers and strong consistency', async () => {
    const trigger = { ...own, 'x-ms-documentdb-pre-trigger-include': 'check' };
    expect((await create({ id: 'a', pk: 'p' }, trigger)).status).toBe(501);
    const strong = { ...own, 'x-ms-consistency-level': 'Strong' };
    expect((await create({ id: 'a', pk: 'p' }, strong)).status).toBe(400);
  });

  test('is not there', async () => {
    expect((await sendRaw(server, { path: '/dbs/none' })).status).toBe(404);
    expect((await sendRaw(server, { path: '/dbs/shop/colls/none' })).status).toBe(404);
  });
});
