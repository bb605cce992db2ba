import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { idsOf, openSourceShop, type SourceShop } from '../../support/postgres-source.js';

let server: PostgresServer;
let shop: SourceShop;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.dispose());
beforeEach(async () => {
  shop = await openSourceShop(server);
});

describe('A page of products', () => {
  test('is of all that is in the table, where there is little', async () => {
    await shop.table('id text, name text', ['b', 'Bowl'], ['a', 'Axe']);
    expect(await shop.read()).toEqual([
      { id: 'a', product: { id: 'a', name: 'Axe', isActive: true } },
      { id: 'b', product: { id: 'b', name: 'Bowl', isActive: true } },
    ]);
  });

  test('is of nothing, where there is nothing', async () => {
    await shop.table('id text, name text');
    expect(await shop.read()).toEqual([]);
  });

  test.each([500, 501, 1_300])(
    'leads to the next, and none of %i products is missed',
    async (count) => {
      await shop.table('id text PRIMARY KEY, name text');
      await shop.client.query(
        `INSERT INTO products SELECT 'p' || n, 'P' FROM generate_series(1, $1) n`,
        [count],
      );
      const ids = idsOf(await shop.read());
      expect(ids).toHaveLength(count);
      expect(new Set(ids).size).toBe(count);
    },
  );

  test('misses no id, however awkwardly it sorts', async () => {
    const awkward = [
      'a',
      'B',
      '_',
      'é',
      'e\u0301',
      'Z',
      '10',
      '9',
      '\u{1f600}',
      '\ufffd',
      ' ',
      "'",
    ];
    const ids = [
      ...awkward,
      '"',
      '%',
      'a b',
      'a-b',
      'ab',
      '\\',
      '\u00ad',
      'co-op',
      'coop',
      'CO-OP',
    ];
    await shop.table('id text PRIMARY KEY, name text', ...ids.map((id) => [id, 'P']));
    const { signal } = new AbortController();
    const source = shop.open();
    const all = idsOf((await source.page(undefined, signal)).rows);
    expect(all.toSorted()).toEqual(ids.toSorted());
    for (const [at, id] of all.entries()) {
      expect(idsOf((await source.page(id, signal)).rows)).toEqual(all.slice(at + 1));
    }
  });

  test('misses nothing where the database takes texts for equal that are not', async () => {
    await shop.client.query(
      `CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
    );
    await shop.table('id text COLLATE loose, name text');
    await shop.client.query(
      `INSERT INTO products SELECT (CASE n % 2 WHEN 0 THEN 'A' ELSE 'a' END) || (n / 2), 'P' FROM generate_series(0, 1199) n`,
    );
    expect(new Set(idsOf(await shop.read())).size).toBe(1_200);
  });

  test.each([
    ['integer', '1', '10'],
    ['bigint', '-5', '9007199254740993'],
    ['uuid', '00000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000002'],
    ['numeric', '1.5', '10.25'],
    ['char(8)', 'a', 'b'],
  ])('goes on behind an id of type %s', async (type, first, last) => {
    await shop.table(`id ${type}, name text`, [first, 'First'], [last, 'Last']);
    const source = shop.open();
    const { signal } = new AbortController();
    expect(idsOf((await source.page(undefined, signal)).rows)).toEqual([first, last]);
    expect(idsOf((await source.page(first, signal)).rows)).toEqual([last]);
  });

  test('takes numbers in their own order, so that an index of them helps', async () => {
    await shop.table('id bigint PRIMARY KEY, name text');
    await shop.client.query(`INSERT INTO products SELECT n, 'P' FROM generate_series(1, 1200) n`);
    expect(idsOf(await shop.read())).toEqual(
      Array.from({ length: 1_200 }, (_, at) => String(at + 1)),
    );
  });

  test('leaves out what has no id', async () => {
    await shop.table('id text, name text', [null, 'Nobody'], ['a', 'Axe']);
    expect(idsOf(await shop.read())).toEqual(['a']);
  });
});
