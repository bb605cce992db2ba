import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../../support/call.js';
import {
  type RecommendingShop,
  serveRecommendingShop,
} from '../../../support/recommending-shop.js';

let shop: RecommendingShop;
beforeAll(async () => {
  shop = await serveRecommendingShop();
});
afterAll(() => shop.close());

interface Problem {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

async function refused(method: string, path: string, body?: unknown) {
  const answer = await call(shop, method, path, body);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return (answer.body as Problem).errors;
}

const deep = `${'('.repeat(1_000)}price < 3${')'.repeat(1_000)}`;
const lists = [
  '/recommendations/u1',
  '/popular',
  '/trending',
  '/latest',
  '/items/6/similar',
  '/items/6/bought_together',
];

const badQueries: readonly (readonly [Readonly<Record<string, string>>, string, string])[] = [
  [{ limit: '0' }, 'limit', 'expected a whole number from 1 to 100, got "0"'],
  [{ limit: '-1' }, 'limit', 'got "-1"'],
  [{ limit: '101' }, 'limit', 'got "101"'],
  [{ limit: 'x' }, 'limit', 'got "x"'],
  [{ limit: '1e1' }, 'limit', 'got "1e1"'],
  [{ limit: '99999999999999999999' }, 'limit', 'expected a whole number'],
  [{ colour: 'red' }, 'colour', 'unknown field'],
  [{ __proto__x: '1' }, '__proto__x', 'unknown field'],
  [{ constructor: '1' }, 'constructor', 'unknown field'],
  [{ filter: deep }, 'filter', 'nest 64 levels deep'],
  [{ filter: '' }, 'filter', 'expected a field'],
  [{ filter: "'; DROP TABLE items; --" }, 'filter', 'no closing quote at character 1'],
  [
    { filter: "name = 'x' or 1=1" },
    'filter',
    'expected a field, "not" or "(" after "or" at character 15',
  ],
  [{ filter: "__proto__ = 'x'" }, 'filter', 'unknown field "__proto__"'],
  [{ filter: 'price < NaN' }, 'filter', 'expected a number after "price <" at character 9'],
  [{ filter: 'price < 1e999' }, 'filter', 'expected a finite number'],
  [{ filter: 'x'.repeat(5_000) }, 'filter', 'up to 4,096 characters'],
  [{ boost: 'price < 3' }, 'boost', 'a factor'],
  [{ boost: 'price < 3: 101' }, 'boost', 'expected a factor from 0 to 100'],
  [{ diversity: '1.1' }, 'diversity', 'expected a number from 0 to 1'],
  [{ diversity: 'NaN' }, 'diversity', 'expected a number from 0 to 1'],
  [{ model: 'gpt' }, 'model', 'expected one of'],
  [{ model: '__proto__' }, 'model', 'expected one of'],
  [{ exclude: 'x'.repeat(600) }, 'exclude', '512'],
  [{ exclude: Array.from({ length: 1_001 }, (_, n) => n).join() }, 'exclude', '1000'],
];

describe.each(lists)('GET %s', (path) => {
  it.each(badQueries)('refuses %o', async (query, field, message) => {
    const errors = await refused('GET', `${path}?${new URLSearchParams(query)}`);
    expect(errors[0]?.path.split('.')[0]).toBe(field);
    expect(errors[0]?.message).toContain(message);
  });

  it('refuses another method, and says which it takes', async () => {
    const { status, headers } = await call(shop, 'POST', path, {});
    expect(status).toBe(405);
    expect(headers.get('allow')).toContain('GET');
  });
});

describe('GET /recommendations/{user_id}', () => {
  it.each([
    [{ offset: '-1' }, 'offset'],
    [{ offset: '10001' }, 'offset'],
    [{ offset: 'x' }, 'offset'],
    [{ exclude_seen: 'glance' }, 'exclude_seen'],
  ])('refuses %o', async (query, field) => {
    const [error] = await refused('GET', `/recommendations/u1?${new URLSearchParams(query)}`);
    expect(error?.path.split('.')[0]).toBe(field);
  });

  it('refuses an id that is too long or holds a null byte', async () => {
    expect((await refused('GET', `/recommendations/${'x'.repeat(513)}`))[0]?.path).toBe('user_id');
    expect((await refused('GET', '/recommendations/a%00b'))[0]?.path).toBe('user_id');
  });

  it('points at the character of a filter that went wrong', async () => {
    const filter = encodeURIComponent("price < 'x'");
    const [error] = await refused('GET', `/recommendations/u1?filter=${filter}`);
    expect(error?.message).toBe(`expected a number after "price <" at character 9: price < ^'x'`);
  });

  it('names all that is wrong at once', async () => {
    const errors = await refused('GET', '/recommendations/u1?limit=0&offset=-1&filter=x&model=y');
    expect(errors.map(({ path }) => path)).toEqual(['limit', 'offset', 'filter', 'model']);
  });
});

const ts = 1_700_000_000_000;
const event = { aid: 6, ts, type: 'clicks' };
const badSessions: readonly (readonly [object, string, string])[] = [
  [{ session_id: 1.5 }, 'session_id', 'expected an integer or text'],
  [{ session_id: '' }, 'session_id', 'expected string to have >=1 characters'],
  [{ session_id: null }, 'session_id', 'expected an integer or text'],
  [{}, 'session_id', 'expected an integer or text'],
  [{ session_id: 1, user: 'x' }, 'user', 'unknown field'],
  [{ session_id: 1, events: 'x' }, 'events', 'expected array'],
  [{ session_id: 1, events: [{ ...event, aid: {} }] }, 'events.0.aid', 'expected an integer'],
  [{ session_id: 1, events: [{ ...event, aid: 1e300 }] }, 'events.0.aid', 'got 1e+300'],
  [{ session_id: 1, events: [{ ...event, ts: 'soon' }] }, 'events.0.ts', 'ISO 8601'],
  [{ session_id: 1, events: [{ ...event, ts: 1e18 }] }, 'events.0.ts', 'ISO 8601'],
  [{ session_id: 1, events: [{ ...event, ts: -1 }] }, 'events.0.ts', 'ISO 8601'],
  [{ session_id: 1, events: [{ ...event, type: 'view' }] }, 'events.0.type', 'expected one of'],
  [{ session_id: 1, events: [{ ...event, colour: 1 }] }, 'events.0.colour', 'unknown field'],
  [{ session_id: 1, events: Array.from({ length: 1_001 }, () => event) }, 'events', '1000'],
];
const badCommon: readonly (readonly [object, string, string])[] = [
  [{ top_k: 0 }, 'top_k', '1'],
  [{ top_k: 101 }, 'top_k', '100'],
  [{ top_k: '20' }, 'top_k', 'expected'],
  [{ top_k: 2.5 }, 'top_k', 'int'],
  [{ weights: { clicks: -1 } }, 'weights.clicks', '0'],
  [{ weights: { clicks: 1e9 } }, 'weights.clicks', '1000'],
  [{ weights: { clicks: '1' } }, 'weights.clicks', 'expected number'],
  [{ weights: { clicks: 0, carts: 0, orders: 0 } }, 'weights', 'at least one weight above 0'],
  [{ weights: { views: 1 } }, 'weights.views', 'unknown field'],
  [{ weights: [1] }, 'weights', 'expected object'],
  [{ filter: deep }, 'filter', 'nest 64 levels deep'],
  [{ filter: 7 }, 'filter', 'expected string'],
  [{ boost: [{ when: 'price <', factor: 2 }] }, 'boost.0.when', 'expected a number'],
  [{ boost: [{ when: 'price < 3', factor: 101 }] }, 'boost.0.factor', '100'],
  [{ boost: [{ when: 'price < 3' }] }, 'boost.0.factor', 'missing'],
  [{ boost: Array.from({ length: 17 }, () => ({ when: 'price < 3', factor: 2 })) }, 'boost', '16'],
  [{ exclude_seen: ['glance'] }, 'exclude_seen.0', 'expected one of'],
  [{ diversity: 2 }, 'diversity', '1'],
  [{ model: 'gpt' }, 'model', 'expected one of'],
];

describe('POST /recommend', () => {
  it.each(badSessions)('refuses %o', async (body, path, message) => {
    const [error] = await refused('POST', '/recommend', body);
    expect(error).toMatchObject({ path, message: expect.stringContaining(message) });
  });

  it.each(badCommon)('refuses %o', async (common, path, message) => {
    const [error] = await refused('POST', '/recommend', { session_id: 1, ...common });
    expect(error).toMatchObject({ path, message: expect.stringContaining(message) });
  });

  it.each(['{"session_id": 1', '{"session_id": NaN}', '', 'null', '[]', '{"__proto__": {"x": 1}}'])(
    'refuses the body %j',
    async (body) => {
      await refused('POST', '/recommend', body);
    },
  );

  it('refuses numbers that JSON can write and nobody can hold', async () => {
    const [error] = await refused(
      'POST',
      '/recommend',
      '{"session_id": 1, "weights": {"clicks": 1e999}}',
    );
    expect(error?.path).toBe('weights.clicks');
  });
});

describe('POST /batch_recommend', () => {
  it.each([[0], [1_001]])('refuses %i sessions', async (length) => {
    const sessions = Array.from({ length }, (_, n) => ({ session_id: n }));
    const [error] = await refused('POST', '/batch_recommend', { sessions });
    expect(error?.path).toBe('sessions');
  });

  it.each(badCommon)('refuses %o', async (common, path) => {
    const body = { sessions: [{ session_id: 1 }], ...common };
    expect((await refused('POST', '/batch_recommend', body))[0]?.path).toBe(path);
  });
});

describe('POST /rank', () => {
  it.each([
    [{ item_ids: ['a'] }, 'user_id'],
    [{ user_id: 'u' }, 'item_ids'],
    [{ user_id: 'u', item_ids: [] }, 'item_ids'],
    [{ user_id: 'u', item_ids: ['1', 1] }, 'item_ids'],
    [{ user_id: 'u', item_ids: [null] }, 'item_ids.0'],
    [{ user_id: 'u', item_ids: Array.from({ length: 1_001 }, (_, n) => n) }, 'item_ids'],
    [{ user_id: 'u', item_ids: ['a'], colour: 1 }, 'colour'],
  ])('refuses %o', async (body, path) => {
    expect((await refused('POST', '/rank', body))[0]?.path).toBe(path);
  });
});

describe('embeddings', () => {
  it.each(['/items/6/embedding', '/sessions/s1/embedding'])(
    'GET %s takes no query',
    async (path) => {
      expect((await refused('GET', `${path}?limit=1`))[0]?.path).toBe('limit');
    },
  );
});
