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
