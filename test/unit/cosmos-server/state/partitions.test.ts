import type { Container } from '@azure/cosmos';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../../support/cosmos-server/start.js';
import { clientOf, tenants } from '../server-under-test.js';

let server: CosmosServer;
let shops: Container;

beforeAll(async () => {
  server = await startCosmosServer({ physicalPartitions: 4 });
  const client = clientOf(server);
  const { database } = await client.databases.create({ id: server.database });
  shops = (await database.containers.create({ id: 'shops', ...tenants })).container;
  for (let index = 0; index < 40; index++) {
    const [tenant, pk] = [`t${index % 8}`, `k${index % 5}`];
    await shops.items.create({ id: `i${index}`, tenant, pk, n: index });
  }
  return async () => {
    client.dispose();
    await server.stop();
  };
});

const ask = async (query: string, partitionKey?: string[]) => {
  const options = partitionKey === undefined ? {} : { partitionKey };
  return (await shops.items.query(query, options).fetchAll()).resources;
};

describe('A hierarchical partition key', () => {
  test('selects a document by all of its levels', async () => {
    expect((await shops.item('i9', ['t1', 'k4']).read()).resource).toMatchObject({ n: 9 });
    expect((await shops.item('i9', ['t1', 'k3']).read()).statusCode).toBe(404);
  });

  test('selects the documents of a tenant by a condition, and finds them faster by a prefix', async () => {
    const found = await ask("SELECT VALUE c.n FROM c WHERE c.tenant = 't1'", ['t1']);
    expect(found.sort((a, b) => a - b)).toEqual([1, 9, 17, 25, 33]);
  });

  test('selects one logical partition by all levels', async () => {
    expect(await ask('SELECT VALUE COUNT(1) FROM c', ['t1', 'k4'])).toEqual([1]);
  });

  test('restricts nothing by a prefix alone', async () => {
    expect(await ask('SELECT VALUE COUNT(1) FROM c', ['t1'])).toEqual([40]);
    expect((await ask('SELECT VALUE c.n FROM c', ['t1'])).length).toBeGreaterThan(5);
    const order = 'SELECT VALUE c.n FROM c WHERE c.tenant = "t1" ORDER BY c.n';
    expect(await ask(order, ['t1'])).toEqual([1, 9, 17, 25, 33]);
  });
});

describe('Several physical partitions', () => {
  test('are asked no further than the condition on the partition key leads', async () => {
    const asked = async (where: string) => {
      await server.charges();
      await ask(`SELECT VALUE c.n FROM c WHERE ${where} ORDER BY c.n`);
      // The first is what the gateway refused, and costs nothing.
      return (await server.charges()).filter(({ operation }) => operation === 'Query').length;
    };
    expect(await asked('c.tenant = "t1" AND c.pk = "k4"')).toBe(1);
    expect(await asked('"t1" = c.tenant')).toBe(1);
    expect(await asked('c.pk = "k4"')).toBe(4);
    expect(await asked('c.tenant = "t1" OR c.tenant = "t2"')).toBe(4);
  });

  test('hold all documents between them', async () => {
    expect(await ask('SELECT VALUE COUNT(1) FROM c')).toEqual([40]);
    const ranges = await shops.getFeedRanges();
    expect(ranges).toHaveLength(4);
  });

  test('each tell of their own changes', async () => {
    const { ChangeFeedStartFrom } = await import('@azure/cosmos');
    const seen: string[] = [];
    for (const range of await shops.getFeedRanges()) {
      const changeFeedStartFrom = ChangeFeedStartFrom.Beginning(range);
      const feed = shops.items.getChangeFeedIterator<{ id: string }>({ changeFeedStartFrom });
      seen.push(...(await feed.readNext()).result.map(({ id }) => id));
    }
    expect(seen.sort()).toEqual(Array.from({ length: 40 }, (_, index) => `i${index}`).sort());
  });
});
