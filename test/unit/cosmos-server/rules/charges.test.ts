import { describe, expect, test } from 'vitest';
import {
  pointReadUnits,
  queryUnits,
  replaceUnits,
  writeUnits,
} from '../../../support/cosmos-server/operation/request-units.js';
import { sendRaw } from '../raw-requests.js';
import { serverUnderTest } from '../server-under-test.js';

const kilobyte = 1_024;
const indexed = { indexingPolicy: { indexingMode: 'consistent' as const } };
const bare = { indexingPolicy: { indexingMode: 'none' as const } };

describe('The cost model', () => {
  test('agrees with what the documentation says of point reads', () => {
    expect([kilobyte, 100 * kilobyte].map(pointReadUnits)).toEqual([1, 10]);
  });

  test('agrees with what the documentation says of writes', () => {
    expect([kilobyte, 100 * kilobyte].map((size) => writeUnits(size, bare))).toEqual([5, 50]);
    expect(writeUnits(kilobyte, indexed)).toBe(5.3);
    expect(replaceUnits(kilobyte, bare)).toBe(10);
  });

  test('charges a query for what it loads, and at least 2.3', () => {
    expect(queryUnits({ matched: 0, matchedBytes: 0, returnedBytes: 2 })).toBe(2.3);
    const bytes = 100 * kilobyte;
    const large = queryUnits({ matched: 100, matchedBytes: bytes, returnedBytes: bytes });
    expect(large).toBeCloseTo(11.3);
  });
});

describe('What the server charges', () => {
  test('for a query comes with how much it looked at, when asked', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await shop.items.create({ id: 'a', pk: 'p' });
    await shop.items.create({ id: 'b', pk: 'p' });
    const { headers } = await sendRaw(server, {
      method: 'POST',
      path: `/dbs/${server.database}/colls/items/docs`,
      body: { query: "SELECT * FROM c WHERE c.id = 'a'" },
      headers: {
        'x-ms-documentdb-isquery': 'true',
        'x-ms-documentdb-partitionkey': '["p"]',
        'x-ms-documentdb-populatequerymetrics': 'true',
      },
    });
    const metrics = headers.get('x-ms-documentdb-query-metrics');
    expect(metrics).toContain('retrievedDocumentCount=1;');
  });

  test('is in each answer, and kept until somebody asks', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await server.charges();
    const { requestCharge } = await shop.items.create({ id: 'a', pk: 'p' });
    await shop.item('a', 'p').read();
    await shop.items.query('SELECT * FROM c', { partitionKey: 'p' }).fetchAll();
    const resource = `dbs/${server.database}/colls/items`;
    const charges = await server.charges();
    expect(charges).toContainEqual({ operation: 'Create', resource, requestUnits: requestCharge });
    expect(charges).toContainEqual({ operation: 'Read', resource, requestUnits: 1 });
    expect(charges.map(({ operation }) => operation)).toContain('Query');
    expect(await server.charges()).toEqual([]);
    await shop.item('none', 'p').read();
    expect(await server.charges()).toEqual([{ operation: 'Read', resource, requestUnits: 1 }]);
  });
});
