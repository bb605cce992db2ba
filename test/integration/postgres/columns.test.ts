import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import {
  openSourceShop,
  productOf,
  reasonOf,
  type SourceShop,
} from '../../support/postgres-source.js';

let server: PostgresServer;
let shop: SourceShop;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.dispose());
beforeEach(async () => {
  shop = await openSourceShop(server);
});

describe('The columns', () => {
  test('are those of the usual names that there are', async () => {
    await shop.table(
      'id text, name text, description text, categories text[], tags jsonb, price numeric(9,2), currency char(3), seller text, image_url text, url text, is_active boolean, created_at timestamptz, stock integer',
      [
        ...[
          'mug',
          ' Blue\n mug ',
          'Holds tea.\nAnd coffee.',
          ['Kitchen', 'Mugs, blue'],
          '["clay"]',
        ],
        ...['12.50', 'EUR', 'Ann', 'https://cdn.example/mug.png', '/p/mug', true],
        ...['2026-01-31T10:30:00.123456+01:00', 7],
      ],
    );
    expect(await productOf(shop.read())).toEqual({
      ...{ id: 'mug', name: 'Blue mug', description: 'Holds tea.\nAnd coffee.' },
      ...{ categories: ['Kitchen', 'Mugs, blue'], tags: ['clay'], price: 12.5, currency: 'EUR' },
      ...{ seller: 'Ann', imageUrl: 'https://cdn.example/mug.png', url: '/p/mug' },
      ...{ isActive: true, createdAt: Date.parse('2026-01-31T09:30:00.123Z') },
    });
  });

  test('are called as the settings say, whatever that is', async () => {
    const evil = `we"ird'; DROP TABLE products; --`;
    await shop.table(
      `"Product Id" integer, "${evil.replace('"', '""')}" text, name text, tags text`,
      [7, 'Mug', 'Other', 'x'],
    );
    const columns = { id: 'Product Id', name: evil, tags: null };
    expect(await productOf(shop.read({ columns }))).toEqual({
      id: '7',
      name: 'Mug',
      isActive: true,
    });
  });

  test('may belong to a table of another schema, with a name that needs quotes, or to a view', async () => {
    await shop.client.query('CREATE SCHEMA "My Shop"');
    await shop.client.query('CREATE TABLE "My Shop"."All ""Goods""" (id text, name text)');
    await shop.client.query(`INSERT INTO "My Shop"."All ""Goods""" VALUES ('a', 'Axe')`);
    await shop.client.query(
      'CREATE VIEW sold AS SELECT id, upper(name) AS name FROM "My Shop"."All ""Goods"""',
    );
    expect(await productOf(shop.read({ table: 'My Shop.All "Goods"' }))).toMatchObject({
      name: 'Axe',
    });
    expect(await productOf(shop.read({ table: 'sold' }))).toMatchObject({ name: 'AXE' });
  });

  test('are of whatever type: texts between commas, numbers, flags in words', async () => {
    await shop.table(
      'id int, name int, categories text, tags int[], price text, is_active text, created_at bigint',
      [...[7, 12, 'Kitchen, Mugs ,, blue', [1, 2], ' 9.90 ', 'Inactive', 1_700_000_000]],
    );
    expect(await productOf(shop.read())).toEqual({
      ...{ id: '7', name: '12', categories: ['Kitchen', 'Mugs', 'blue'], tags: ['1', '2'] },
      ...{ price: 9.9, isActive: false, createdAt: 1_700_000_000_000 },
    });
  });

  test.each([
    ['boolean', true, true],
    ['boolean', null, false],
    ['smallint', 0, false],
    ['smallint', 1, true],
    ['text', 'YES', true],
    ['text', '', false],
  ])('of type %s may say %j: active is %s', async (type, value, isActive) => {
    await shop.table(`id text, name text, is_active ${type}`, ['a', 'Axe', value]);
    expect(await productOf(shop.read())).toMatchObject({ isActive });
  });

  test.each([
    ['timestamp', '2026-01-31 10:30:00', '2026-01-31T10:30:00Z'],
    ['date', '2026-01-31', '2026-01-31T00:00:00Z'],
  ])('without a zone are of UTC: %s', async (type, value, expected) => {
    await shop.table(`id text, name text, created_at ${type}`, ['a', 'Axe', value]);
    expect(await productOf(shop.read())).toMatchObject({ createdAt: Date.parse(expected) });
  });

  test('may be empty, and then the product has none of it', async () => {
    await shop.table(
      'id text, name text, description text, categories text[], tags text, price numeric, image_url text, created_at date',
      ['a', 'Axe', null, null, '', null, ' ', null],
    );
    expect(await productOf(shop.read())).toEqual({
      ...{ id: 'a', name: 'Axe', description: null, categories: [], tags: [], price: null },
      ...{ imageUrl: null, isActive: true },
    });
  });

  test('may hold more of a description than is kept, and letters of two halves at its end', async () => {
    await shop.table(
      'id text, name text, description text',
      ['a', 'Axe', `${'x'.repeat(9_999)}😀y`],
      ['b', 'B\u0007', 'a\u0007b'],
    );
    const rows = await shop.read();
    expect(rows).toMatchObject([
      { product: { description: 'x'.repeat(9_999) } },
      { product: { name: 'B', description: 'a b' } },
    ]);
  });
});

describe('A row that is broken', () => {
  test.each([
    ['name text', [null], /^name: .*got null/],
    ['name text', ['  '], /^name: /],
    ['name text', ['x'.repeat(501)], /^name: .*500/],
    ['name text, price numeric', ['Axe', -1], /^price: .*got -1/],
    ['name text, price numeric', ['Axe', 'NaN'], /^price: .*got "NaN"/],
    ['name text, price text', ['Axe', 'cheap'], /^price: .*got "cheap"/],
    [
      'name text, image_url text',
      ['Axe', 'axe.png'],
      /^image_url: expected an http.*got "axe.png"/,
    ],
    ['name text, image_url text', ['Axe', 'file:///etc/passwd'], /^image_url: /],
    ['name text, is_active text', ['Axe', 'maybe'], /^is_active: .*got "maybe"/],
    ['name text, categories jsonb', ['Axe', '{"a": 1}'], /^categories: /],
    ['name text, tags jsonb', ['Axe', '[["a"]]'], /^tags\.0: /],
    ['name text, created_at timestamp', ['Axe', 'infinity'], /^created_at: /],
    ['name text, currency text', ['Axe', '€'], /^currency: .*ISO 4217/],
  ])('fails alone: %s, %j', async (columns, values, reason) => {
    await shop.table(
      `id text, ${columns}`,
      ['bad', ...values],
      ['good', 'Axe', ...values.slice(1).map(() => null)],
    );
    const [bad, good] = await shop.read();
    expect(bad).toEqual({ id: 'bad', reason: expect.stringMatching(reason) });
    expect(good).toMatchObject({ product: { name: 'Axe' } });
  });

  test('may be so by its id, and the next page begins behind it', async () => {
    await shop.table('id text, name text');
    await shop.client.query(
      `INSERT INTO products SELECT repeat('x', 600) || lpad(n::text, 4, '0'), 'P' FROM generate_series(1, 501) n`,
    );
    const rows = await shop.read();
    expect(rows).toHaveLength(501);
    expect(rows.every((row) => 'reason' in row && row.reason.startsWith('id: '))).toBe(true);
  });

  test('tells no more than the first of its faults', async () => {
    await shop.table('id text, name text, price int, url text, image_url text', [
      'a',
      null,
      -1,
      'x',
      'y',
    ]);
    expect((await reasonOf(shop.read())).split('; ')).toHaveLength(3);
  });
});
