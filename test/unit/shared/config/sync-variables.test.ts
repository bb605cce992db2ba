import { expect, test } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

const source = { SRC_DB_HOST: 'db.example', SRC_DB_NAME: 'shop', SRC_DB_USER: 'reader' };

test('without a source the catalogue is synced every quarter of an hour', () => {
  expect(parseConfig({}).sync).toEqual({
    ...{ schedule: '0 */15 * * * *', batchSize: 32, source: undefined },
  });
  expect(parseConfig({ SYNC_SCHEDULE: 'off' }).sync.schedule).toBeUndefined();
});

test('a source has a server, a table and columns', () => {
  const { sync } = parseConfig({
    ...source,
    ...{ SRC_DB_PORT: '6432', SRC_DB_PASS: 's3cret', SRC_DB_TABLE: 'shop.goods' },
    SRC_DB_COLUMNS: '{"id": "product_id", "imageUrl": "Picture", "tags": null}',
  });
  expect(sync.source).toEqual({
    ...{ host: 'db.example', port: 6432, database: 'shop', user: 'reader', password: 's3cret' },
    ...{ table: 'shop.goods', isEncrypted: true },
    columns: { id: 'product_id', imageUrl: 'Picture', tags: null },
  });
});

test.each([
  ['db.example', undefined, true],
  ['db.example', 'off', false],
  ['localhost', undefined, false],
  ['127.0.0.1', 'on', true],
])('the way to %s with TLS %s is encrypted: %s', (host, tls, isEncrypted) => {
  const { sync } = parseConfig({ ...source, SRC_DB_HOST: host, SRC_DB_TLS: tls });
  expect(sync.source).toMatchObject({ isEncrypted, port: 5432, table: 'products', columns: {} });
});

test('a server without database and user is of no use', () => {
  const start = () => parseConfig({ SRC_DB_HOST: 'db.example' });
  expect(start).toThrow(/SRC_DB_NAME: needed[\s\S]*SRC_DB_USER: needed when SRC_DB_HOST is set/);
});

test.each([
  ['SYNC_SCHEDULE', '* * * * *'],
  ['BATCH_SIZE', '0'],
  ['BATCH_SIZE', '257'],
  ['SRC_DB_PORT', '70000'],
  ['SRC_DB_TABLE', 'a.b.c'],
  ['SRC_DB_TABLE', 'a..'],
  ['SRC_DB_TABLE', 'x'.repeat(64)],
  ['SRC_DB_TABLE', 'ü'.repeat(32)],
  ['SRC_DB_COLUMNS', '{'],
  ['SRC_DB_COLUMNS', '[]'],
  ['SRC_DB_COLUMNS', '{"sku": "product_id"}'],
  ['SRC_DB_COLUMNS', '{"id": ""}'],
  ['SRC_DB_COLUMNS', '{"id": "a\\u0000b"}'],
  ['SRC_DB_COLUMNS', '{"id": 7}'],
  ['SRC_DB_TLS', 'maybe'],
])('%s cannot be %j', (name, value) => {
  expect(() => parseConfig({ ...source, [name]: value })).toThrow(new RegExp(`\\n  ${name}`));
});
