import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../../../../shared/domain/errors.js';
import type { SourceProduct } from '../../../../../../shared/domain/source-product.js';
import { listSource, sourced } from '../../../../../support/list-source.js';
import { openSyncHouse, product, type SyncHouse } from '../../../../../support/sync-house.js';

let house: SyncHouse;
let source: ReturnType<typeof listSource>;
beforeEach(() => {
  source = listSource(sourced('a'), sourced('b'), sourced('c'));
  house = openSyncHouse({ openSource: source.open });
});
afterEach(() => house.close());

const put = (...products: readonly SourceProduct[]) => {
  source.rows = listSource(...products).rows;
};
const isActive = (id: string) => house.items.get(id)?.isActive;
const changes = async () => (await house.store.changes.after(undefined, 100)).cursor;

test('the products of a source become items, and are encoded', async () => {
  const outcome = await house.sync();
  expect(outcome).toMatchObject({
    ...{ read: 3, encoded: 3, failed: 0 },
    source: { read: 3, changed: 3, vanished: 0 },
  });
  expect(house.items.get('a')).toEqual({
    ...{ id: 'a', name: 'Product a', categories: [], tags: [], isActive: true },
    attributes: { synced_from: 'list' },
    createdAt: house.clock(),
  });
  expect(await house.idsIn(house.text.encoder.space)).toEqual(['a', 'b', 'c']);
  expect(source.isClosed).toBe(true);
});

test('a source that has not changed writes nothing', async () => {
  await house.sync();
  const before = await changes();
  house.pass(60_000);
  expect(await house.sync()).toMatchObject({ encoded: 0, source: { read: 3, changed: 0 } });
  expect(await changes()).toBe(before);
});

test('what the source says counts, of what it says nothing about the catalogue keeps its own', async () => {
  put(sourced('a', { price: 5, seller: 'Ann', tags: ['new'], createdAt: 1_000 }));
  await house.sync();
  const own = { url: 'https://shop.example/a', attributes: { synced_from: 'list', colour: 'red' } };
  await house.store.catalog.update('a', (item) => ({ ...item, ...own, price: 7 }));
  await house.followChanges.catchUp();
  put(sourced('a', { name: 'Renamed', price: 5, seller: null }));
  await house.sync();
  expect(house.items.get('a')).toEqual({
    ...product('a', { name: 'Renamed', categories: [], tags: ['new'], price: 5 }),
    ...own,
    createdAt: 1_000,
  });
});

test.each([
  ['description', 'text'],
  ['price', 1],
  ['currency', 'EUR'],
  ['seller', 'Ann'],
  ['imageUrl', '/api/pictures/a'],
  ['url', '/a'],
] as const)('%s is taken over, and gone when the source has none', async (field, value) => {
  put(sourced('a', { [field]: value }));
  await house.sync();
  expect(house.items.get('a')).toHaveProperty(field, value);
  put(sourced('a', { [field]: null }));
  await house.sync();
  expect(house.items.get('a')).not.toHaveProperty(field);
});

test('what vanished from the source is switched off and loses its vectors, and returns with it', async () => {
  await house.sync();
  put(sourced('a'), sourced('c', { isActive: false }));
  expect(await house.sync()).toMatchObject({ removed: 2, source: { changed: 1, vanished: 1 } });
  expect(['a', 'b', 'c'].map(isActive)).toEqual([true, false, false]);
  expect(await house.idsIn(house.text.encoder.space)).toEqual(['a']);
  expect(await house.sync()).toMatchObject({ removed: 0, source: { changed: 0, vanished: 0 } });

  put(sourced('a'), sourced('b'), sourced('c'));
  expect(await house.sync()).toMatchObject({ encoded: 2, source: { changed: 2 } });
  expect(['a', 'b', 'c'].map(isActive)).toEqual([true, true, true]);
});

test('more than can be switched off at a time vanish as well', async () => {
  put(...Array.from({ length: 230 }, (_, at) => sourced(`p${at}`)));
  await house.sync();
  put(sourced('p7'));
  expect(await house.sync()).toMatchObject({ read: 1, removed: 229, source: { vanished: 229 } });
});

test('items that never came from a source stay, and are encoded too', async () => {
  await house.put(product('own'));
  expect(await house.sync()).toMatchObject({ read: 4, source: { read: 3, vanished: 0 } });
  expect(isActive('own')).toBe(true);
});

test('a row that cannot be used fails alone, and what is known of it stays', async () => {
  await house.sync();
  source.rows[1] = { id: 'b', reason: 'name: missing' };
  const outcome = await house.sync();
  expect(outcome).toMatchObject({ read: 3, unchanged: 3, failed: 1, removed: 0 });
  expect(outcome.failures).toEqual([{ id: 'b', part: 'row', reason: 'name: missing' }]);
  expect(isActive('b')).toBe(true);
});

test('a source that fails on the way ends the attempt, and switches nothing off', async () => {
  await house.sync();
  put(sourced('a', { name: 'Renamed' }), sourced('x'), sourced('y'));
  source.isClosed = false;
  source.onPage = (number) => {
    if (number === 1) throw new AppError('unavailable', 'the source is down');
  };
  await expect(house.sync()).rejects.toThrow('the source is down');
  expect(source.isClosed).toBe(true);
  expect(house.items.get('a')?.name).toBe('Renamed');
  expect(['b', 'c'].map(isActive)).toEqual([true, true]);
});

test('the next attempt of a task that has read its source does not read it again', async () => {
  let pages = 0;
  source.onPage = () => {
    pages += 1;
  };
  const task = house.task('one');
  house.text.before = async () => {
    house.text.before = async () => undefined;
    throw new AppError('unavailable', 'the encoder died');
  };
  await expect(house.sync({ task })).rejects.toThrow('the encoder died');
  expect(await house.sync({ task })).toMatchObject({ encoded: 3, source: { read: 3, changed: 3 } });
  expect(pages).toBe(2);
});

test('a task that another worker has taken writes nothing', async () => {
  const confirm = () => Promise.reject(new Error('another worker has taken it'));
  await expect(house.sync({ confirm })).rejects.toThrow('another worker');
  expect(house.items.size).toBe(0);
});
