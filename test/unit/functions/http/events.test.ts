import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../../../support/call.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const post = (body: unknown, headers?: Readonly<Record<string, string>>) =>
  call(shop, 'POST', '/events', body, headers);
const view = (user_id: string, item_id = 'mug') => ({ user_id, item_id, type: 'view' });

test('an event is accepted with a token, and is part of the history when the answer comes', async () => {
  await call(shop, 'POST', '/items', { id: 'mug', name: 'Mug' });
  const { status, body } = await post(view('ada'));
  expect(status).toBe(200);
  expect(body).toEqual({ accepted: 1, rejected: [], consistency: expect.any(String) });
  expect(shop.histories.ofUser('ada', 10)).toMatchObject([{ itemId: 'mug', kind: 'view' }]);
  const { consistency } = body as { readonly consistency: string };
  await shop.followChanges.waitFor(consistency, 0);
});

test('good events land though others are bad', async () => {
  const rows = [
    view('bob'),
    { ...view('bob'), type: 'stare' },
    { item_id: 'mug', type: 'view' },
    { ...view('bob'), id: 'e4', ts: '1969-12-31T00:00:00Z' },
  ];
  const { body } = await post(rows);
  expect(body).toMatchObject({
    accepted: 1,
    rejected: [
      { index: 1, errors: [{ path: 'type' }] },
      {
        index: 2,
        errors: [
          {
            path: 'user_id',
            message: expect.stringContaining('expected a user_id or a session_id, or both'),
          },
        ],
      },
      { index: 3, id: 'e4', errors: [{ path: 'ts' }] },
    ],
  });
});

test('a batch of nothing but bad rows is answered without a token', async () => {
  const { status, body } = await post([{}]);
  expect(status).toBe(200);
  expect(body).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
  expect(body).not.toHaveProperty('consistency');
});

test('sending an event again by its id changes nothing, in one batch or the next', async () => {
  const before = await shop.store.events.count();
  const first = { ...view('cleo', 'first'), id: 'same' };
  await post([first, { ...first, item_id: 'second' }]);
  await post(first);
  expect(await shop.store.events.count()).toBe(before + 1);
  expect(shop.histories.ofUser('cleo', 10)).toMatchObject([{ itemId: 'first' }]);
});

test('an event for an item that does not exist yet is kept, and used once the item arrives', async () => {
  expect((await post(view('dora', 'later'))).body).toMatchObject({ accepted: 1 });
  await call(shop, 'POST', '/items', { id: 'later', name: 'Later' });
  expect(shop.histories.ofUser('dora', 10)).toMatchObject([{ itemId: 'later' }]);
});

test('an event for a deleted item is accepted', async () => {
  await call(shop, 'POST', '/items', { id: 'deleted', name: 'Deleted' });
  await call(shop, 'DELETE', '/items/deleted');
  expect((await post(view('eve', 'deleted'))).body).toMatchObject({ accepted: 1, rejected: [] });
});

test('a session may be a number, and a time seconds, milliseconds or text', async () => {
  const base = { session_id: 12, item_id: 'mug', type: 'clicks' };
  const times = [1_767_225_600, 1_767_225_600_000, '2026-01-01', '2026-01-01T01:00:00+01:00'];
  const { body } = await post(times.map((ts) => ({ ...base, ts })));
  expect(body).toMatchObject({ accepted: 4, rejected: [] });
  const steps = shop.histories.ofSession('12', 10) ?? [];
  expect(new Set(steps.map(({ ts }) => ts))).toEqual(new Set([1_767_225_600_000]));
});

test('an event that a list led to is credited to its model, if the item was on it', async () => {
  const candidates = [{ itemId: 'mug', score: 1, reason: { kind: 'catalogue' as const } }];
  const list = { id: 'answer-1', model: 'blend', basis: '', candidates };
  shop.lists.keep('somebody', list);
  await post([
    { ...view('fay'), recommendation_id: 'answer-1' },
    { ...view('fay', 'elsewhere'), recommendation_id: 'answer-1' },
    { ...view('fay'), recommendation_id: 'no-such-answer' },
    { ...view('fay'), type: 'buy_comp', recommendation_id: 'answer-1' },
  ]);
  const { body } = await call(shop, 'GET', '/stats');
  expect(body).toMatchObject({ attributed_events: { blend: { view: 1, order: 1 } } });
});
