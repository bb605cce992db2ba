import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../../../support/call.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

test('a user is given back with the features that were put', async () => {
  const put = await call(shop, 'PUT', '/users/ada', { features: { country: 'NL', age: 36 } });
  expect(put).toMatchObject({ status: 200, body: { id: 'ada', features: { country: 'NL' } } });
  const { body } = await call(shop, 'GET', '/users/ada');
  expect(body).toEqual(put.body);
  const again = await call(shop, 'PUT', '/users/ada', { id: 'ada', features: {} });
  const { created_at } = put.body as { readonly created_at: string };
  expect(again.body).toEqual({ id: 'ada', features: {}, created_at });
  expect((await call(shop, 'PUT', '/users/ada', { id: 'bob' })).status).toBe(400);
});

test('a user known by events only is known, and one never seen is not', async () => {
  await call(shop, 'POST', '/events', { user_id: 'seen', item_id: 'x', type: 'view' });
  expect((await call(shop, 'GET', '/users/seen')).body).toEqual({ id: 'seen', features: {} });
  expect((await call(shop, 'GET', '/users/unseen')).status).toBe(404);
});

test('an erased user leaves nothing behind', async () => {
  await call(shop, 'PUT', '/users/leaver', { features: { country: 'NL' } });
  await call(shop, 'POST', '/events', { user_id: 'leaver', item_id: 'x', type: 'view' });
  const before = await shop.store.events.count();
  expect((await call(shop, 'DELETE', '/users/leaver')).status).toBe(204);
  expect(await shop.store.events.count()).toBe(before - 1);
  expect(shop.histories.ofUser('leaver', 1)).toBeUndefined();
  expect((await call(shop, 'GET', '/users/leaver')).status).toBe(404);
  expect((await call(shop, 'DELETE', '/users/leaver')).status).toBe(404);
});

test('an anonymous session becomes a user once', async () => {
  await call(shop, 'POST', '/events', { session_id: 'visit', item_id: 'x', type: 'view' });
  const merge = () => call(shop, 'POST', '/users/grace/merge', { from: 'visit' });
  expect(await merge()).toMatchObject({
    status: 200,
    body: { user_id: 'grace', from: 'visit', merged_events: 1 },
  });
  expect((await merge()).body).toMatchObject({ merged_events: 0 });
  expect(shop.histories.ofUser('grace', 10)).toMatchObject([{ itemId: 'x' }]);
});

test('nobody can be merged into themselves', async () => {
  const { status, body } = await call(shop, 'POST', '/users/ada/merge', { from: 'ada' });
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ path: 'from' }] });
});
