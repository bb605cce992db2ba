import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idsOf, type ListAnswer } from '../../../support/answers.js';
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

async function list(path: string, query: Readonly<Record<string, string>> = {}) {
  const { status, body } = await call(shop, 'GET', `${path}?${new URLSearchParams(query)}`);
  expect(status).toBe(200);
  return body as ListAnswer;
}
const paths = ['/popular', '/trending', '/latest', '/items/6/similar', '/items/6/bought_together'];

describe('lists of items', () => {
  it.each(paths)('GET %s answers best first, within the limit, none twice', async (path) => {
    const answer = await list(path, { limit: '7' });
    expect(answer.recommendations.length).toBeGreaterThan(0);
    expect(answer.recommendations.length).toBeLessThanOrEqual(7);
    const scores = answer.recommendations.map((each) => each.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(idsOf(answer)).size).toBe(answer.recommendations.length);
    expect(Object.keys(answer.recommendations[0] ?? {})).toEqual([
      'item_id',
      'score',
      'reason',
      'metadata',
    ]);
  });

  it.each(paths)('GET %s keeps to a category, a filter and what is excluded', async (path) => {
    const filter = "price < 45 and attributes.colour = 'blue'";
    const query = { category: 'mugs', filter, limit: '100' };
    const answer = await list(path, query);
    for (const { metadata } of answer.recommendations) {
      expect(metadata.categories).toEqual(['mugs']);
      expect(metadata.price).toBeLessThan(45);
    }
    const [first = ''] = idsOf(answer);
    expect(idsOf(await list(path, { ...query, exclude: first }))).not.toContain(first);
  });

  it.each(['/popular', '/trending'])('GET %s fills the page from the next source', async (path) => {
    expect((await list(path, { limit: '100' })).recommendations).toHaveLength(100);
  });

  it.each(paths)('GET %s can be boosted and diversified', async (path) => {
    const boost = "not categories has 'mugs': 0";
    const boosted = await list(path, { boost, limit: '100' });
    expect(boosted.recommendations[0]?.metadata.categories).toEqual(['mugs']);
    const varietyOf = async (query: Readonly<Record<string, string>>) => {
      const { recommendations } = await list(path, query);
      return new Set(recommendations.map((each) => each.metadata.categories[0])).size;
    };
    const all = await varietyOf({ limit: '100' });
    expect(await varietyOf({ diversity: '1', limit: '4' })).toBe(Math.min(4, all));
  });

  it('names its reasons truly', async () => {
    const reasons = async (path: string) =>
      (await list(path, { limit: '1' })).recommendations.map((each) => each.reason);
    expect(await reasons('/popular')).toEqual(['popular in plates this week']);
    expect(await reasons('/latest')).toEqual(['new']);
    expect(await reasons('/items/6/similar')).toEqual(['similar to mugs 6']);
    expect(await reasons('/items/6/bought_together')).toEqual(['bought together with mugs 6']);
  });

  it('leaves the item itself out of its own lists', async () => {
    expect(idsOf(await list('/items/6/similar', { limit: '100' }))).not.toContain('6');
    expect(idsOf(await list('/items/6/bought_together', { limit: '100' }))).not.toContain('6');
  });

  it.each(['similar', 'bought_together', 'embedding'])(
    'knows no %s of an item that is not there',
    async (what) => {
      const { status, body } = await call(shop, 'GET', `/items/nope/${what}`);
      expect(status).toBe(404);
      expect(body).toMatchObject({ detail: expect.stringContaining('"nope"') });
    },
  );
});

describe('POST /rank', () => {
  it('gives the same ids back as they came, best first for the shopper, unknown ones last', async () => {
    const body = { user_id: 'u1', item_ids: [2, '7', 'unknown', 13, 'x/y'] };
    const answer = await call(shop, 'POST', '/rank', body);
    expect(answer.status).toBe(200);
    const { recommendations } = answer.body as {
      readonly recommendations: readonly {
        readonly item_id: string | number;
        readonly score: number;
      }[];
    };
    const ids = recommendations.map((each) => each.item_id);
    expect(ids.toSorted()).toEqual(body.item_ids.toSorted());
    expect(ids.slice(0, 2).map((id) => Number(id) % 6)).toEqual([1, 1]);
    expect(recommendations.slice(3)).toEqual([
      { item_id: 'unknown', score: 0 },
      { item_id: 'x/y', score: 0 },
    ]);
  });

  it('can be boosted', async () => {
    const boost = [
      { when: "id = '2'", factor: 100 },
      { when: "id != '2'", factor: 0 },
    ];
    const body = { user_id: 'u1', item_ids: ['7', '1', '2'], boost };
    expect((await call(shop, 'POST', '/rank', body)).body).toMatchObject({
      recommendations: [{ item_id: '2' }, { item_id: '1' }, { item_id: '7' }],
    });
  });
});

describe('embeddings', () => {
  it('are unit vectors of one dimension, of items and of sessions', async () => {
    const item = await call(shop, 'GET', '/items/6/embedding');
    expect(item).toMatchObject({ status: 200, body: { aid: 6, dimension: expect.any(Number) } });
    const session = await call(shop, 'GET', '/sessions/s1/embedding');
    expect(session).toMatchObject({ status: 200, body: { session_id: 's1' } });
    for (const { body } of [item, session]) {
      const { embedding, dimension } = body as {
        readonly embedding: readonly number[];
        readonly dimension: number;
      };
      expect(embedding).toHaveLength(dimension);
      expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
    }
  });

  it('of an unknown session are not found', async () => {
    expect((await call(shop, 'GET', '/sessions/none/embedding')).status).toBe(404);
  });
});
