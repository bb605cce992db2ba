import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../../../support/call.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const mug = { id: 'mug', name: 'Mug', price: 9.5, categories: ['mugs'], image_url: '/mug.svg' };

test('an item that was posted is given back with its defaults', async () => {
  const posted = await call(shop, 'POST', '/items', mug);
  expect(posted).toMatchObject({ status: 200, body: { accepted: 1, rejected: [] } });
  const { status, body } = await call(shop, 'GET', '/items/mug');
  expect(status).toBe(200);
  expect(body).toEqual({
    ...mug,
    tags: [],
    attributes: {},
    is_active: true,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

test('good rows of a batch land though others are bad, and each bad one says why', async () => {
  const rows = [
    { id: 'good', name: 'Good' },
    { id: 'bad', name: 5, colour: 'red' },
  ];
  const { status, body } = await call(shop, 'POST', '/items', rows);
  expect(status).toBe(200);
  expect(body).toEqual({
    accepted: 1,
    rejected: [
      {
        index: 1,
        id: 'bad',
        errors: [
          { path: 'name', message: 'expected string, received number, got 5' },
          { path: 'colour', message: 'unknown field' },
        ],
      },
    ],
  });
  expect((await call(shop, 'GET', '/items/good')).status).toBe(200);
  expect((await call(shop, 'GET', '/items/bad')).status).toBe(404);
});

test('NDJSON is read line by line, and a line that is not JSON is rejected alone', async () => {
  const lines = `{"id": "line-1", "name": "One"}\n\n{"id": \n{"id": "line-2", "name": "Two"}\n`;
  const headers = { 'content-type': 'application/x-ndjson' };
  const { status, body } = await call(shop, 'POST', '/items', lines, headers);
  expect(status).toBe(200);
  expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] });
  expect((await call(shop, 'GET', '/items/line-2')).status).toBe(200);
});

test('of equal ids in one batch the last item wins', async () => {
  const rows = [
    { id: 'twice', name: 'First' },
    { id: 'twice', name: 'Last' },
  ];
  expect((await call(shop, 'POST', '/items', rows)).body).toMatchObject({ accepted: 2 });
  expect((await call(shop, 'GET', '/items/twice')).body).toMatchObject({ name: 'Last' });
});

test('an item that is sent again keeps the time it was made', async () => {
  const created_at = '2026-01-02T03:04:05.000Z';
  await call(shop, 'POST', '/items', { id: 'old', name: 'Old', created_at });
  await call(shop, 'POST', '/items', { id: 'old', name: 'Old, but better' });
  const { body } = await call(shop, 'GET', '/items/old');
  expect(body).toMatchObject({ name: 'Old, but better', created_at });
});

test('put replaces an item whole, under the id of its path', async () => {
  await call(shop, 'POST', '/items', { id: 'put', name: 'Before', price: 1, tags: ['a'] });
  const put = await call(shop, 'PUT', '/items/put', { name: 'After' });
  expect(put).toMatchObject({ status: 200, body: { id: 'put', name: 'After', tags: [] } });
  expect((await call(shop, 'GET', '/items/put')).body).not.toHaveProperty('price');
  const other = await call(shop, 'PUT', '/items/put', { id: 'other', name: 'After' });
  expect(other).toMatchObject({ status: 400, body: { errors: [{ path: 'id' }] } });
});

test('patch changes what it names, empties what it nulls and leaves the rest', async () => {
  await call(shop, 'POST', '/items', {
    id: 'patch',
    name: 'P',
    price: 1,
    seller: 'x',
    tags: ['a'],
  });
  const change = { price: null, is_active: false, image_url: 'https://shop.example/p.jpg' };
  const { status, body } = await call(shop, 'PATCH', '/items/patch', change);
  expect(status).toBe(200);
  expect(body).toEqual({
    id: 'patch',
    name: 'P',
    seller: 'x',
    categories: [],
    tags: ['a'],
    attributes: {},
    is_active: false,
    image_url: 'https://shop.example/p.jpg',
    created_at: expect.any(String),
  });
  expect((await call(shop, 'GET', '/items/patch')).body).toEqual(body);
  expect((await call(shop, 'PATCH', '/items/patch', {})).status).toBe(400);
  expect((await call(shop, 'PATCH', '/items/nobody', { name: 'x' })).status).toBe(404);
  expect((await call(shop, 'PATCH', '/items/patch', { id: 'x' })).status).toBe(400);
});

test('a deleted item is gone, and deleting it again says so', async () => {
  await call(shop, 'POST', '/items', { id: 'gone', name: 'Gone' });
  expect(await call(shop, 'DELETE', '/items/gone')).toMatchObject({ status: 204, body: '' });
  expect((await call(shop, 'GET', '/items/gone')).status).toBe(404);
  expect((await call(shop, 'DELETE', '/items/gone')).status).toBe(404);
});

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next_cursor?: string;
}

test('the pages of a filtered list hold each item once, in order', async () => {
  const rows = Array.from({ length: 7 }, (_, index) => ({
    id: `page-${index}`,
    name: `Page ${index}`,
    seller: 'pager',
    price: index,
  }));
  await call(shop, 'POST', '/items', rows);
  const filter = encodeURIComponent("seller = 'pager' and price >= 1");
  const found: string[] = [];
  let cursor = '';
  do {
    const { body } = await call(shop, 'GET', `/items?limit=4&filter=${filter}${cursor}`);
    const page = body as Page;
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : '';
  } while (cursor !== '');
  expect(found).toEqual(['page-1', 'page-2', 'page-3', 'page-4', 'page-5', 'page-6']);
});

test('a filter that does not parse is refused with the place of the mistake', async () => {
  const { status, body } = await call(shop, 'GET', '/items?filter=price%20%3C');
  expect(status).toBe(400);
  expect(body).toMatchObject({
    errors: [{ path: 'filter', message: expect.stringContaining('at character') }],
  });
});

test('a cursor of no store is refused', async () => {
  expect((await call(shop, 'GET', '/items?cursor=made-up')).status).toBe(400);
});
