import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRecommendationTriggers } from '../../../../functions/http/session-recommendations.js';
import { postRank } from '../../../../shared/contracts/recommendations.js';
import {
  postBatchRecommend,
  postRecommend,
} from '../../../../shared/contracts/session-recommendations.js';
import { AppError } from '../../../../shared/domain/errors.js';
import { makeRecommendSessions } from '../../../../shared/use-cases/recommend/recommend-sessions.js';
import { call } from '../../../support/call.js';
import {
  type RecommendingShop,
  serveRecommendingShop,
} from '../../../support/recommending-shop.js';
import { request } from '../../../support/request.js';

let shop: RecommendingShop;
beforeAll(async () => {
  shop = await serveRecommendingShop();
});
afterAll(() => shop.close());

interface Scores {
  readonly clicks: readonly number[];
  readonly carts: readonly number[];
  readonly orders: readonly number[];
  readonly combined: readonly number[];
}
interface Answer {
  readonly session_id: string | number;
  readonly recommendations: readonly (string | number)[];
  readonly scores: Scores;
}
interface BatchAnswer {
  readonly results: readonly Answer[];
  readonly errors: readonly { readonly index: number; readonly error: string }[];
}

const ts = Date.now() - 60_000;
const session = {
  session_id: 900,
  events: [
    { aid: 6, ts, type: 'clicks' },
    { aid: 12, ts: ts + 1_000, type: 'carts' },
  ],
};

async function recommend(body: object): Promise<Answer> {
  const answer = await call(shop, 'POST', '/recommend', body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as Answer;
}

describe('POST /recommend', () => {
  it('answers integers for integers, twenty of them, without any of the request', async () => {
    const { session_id: id, recommendations } = await recommend(session);
    expect(id).toBe(900);
    expect(recommendations).toHaveLength(20);
    expect(recommendations.every(Number.isInteger)).toBe(true);
    expect(recommendations).not.toContain(6);
    expect(recommendations).not.toContain(12);
  });

  it('answers text for text', async () => {
    const events = [{ aid: '6', ts, type: 'clicks' }];
    const { session_id: id, recommendations } = await recommend({ session_id: 's', events });
    expect(id).toBe('s');
    expect(recommendations.every((aid) => typeof aid === 'string')).toBe(true);
  });

  it('aligns the scores by position, best combined first, each the weighted sum', async () => {
    const weights = { clicks: 0.5, carts: 0.25, orders: 0.25 };
    const { recommendations, scores } = await recommend({ ...session, weights, top_k: 50 });
    const { clicks, carts, orders, combined } = scores;
    for (const column of [clicks, carts, orders, combined]) {
      expect(column).toHaveLength(recommendations.length);
    }
    expect(combined).toEqual(combined.toSorted((a, b) => b - a));
    combined.forEach((sum, at) => {
      const weighted = 0.5 * (clicks[at] ?? 0) + 0.25 * (carts[at] ?? 0) + 0.25 * (orders[at] ?? 0);
      expect(sum).toBeCloseTo(weighted, 9);
    });
    expect(clicks).not.toEqual(carts);
    expect(carts).not.toEqual(orders);
  });

  it('keeps the weighted sum under boosts and diversity', async () => {
    const boost = [{ when: "categories has 'lamps'", factor: 5 }];
    const { scores } = await recommend({ ...session, boost, diversity: 0.3 });
    const { clicks, carts, orders, combined } = scores;
    expect(combined).toEqual(combined.toSorted((a, b) => b - a));
    combined.forEach((sum, at) => {
      const weighted = 0.1 * (clicks[at] ?? 0) + 0.3 * (carts[at] ?? 0) + 0.6 * (orders[at] ?? 0);
      expect(sum).toBeCloseTo(weighted, 9);
    });
  });

  it('filters, excludes and fills with what is popular', async () => {
    const filter = "categories has 'books' and price < 20";
    const { recommendations } = await recommend({ ...session, filter, exclude: [5] });
    expect(recommendations.length).toBeGreaterThan(4);
    expect(recommendations).not.toContain(5);
    expect(recommendations.every((aid) => Number(aid) % 6 === 5)).toBe(true);
  });

  it('counts what is stored of the session as well', async () => {
    const stored = { session_id: '901', item_id: '8', type: 'clicks', ts };
    const before = await recommend({ session_id: 901 });
    await call(shop, 'POST', '/events', stored);
    const after = await recommend({ session_id: 901 });
    expect(after.recommendations).not.toEqual(before.recommendations);
    expect(after.scores.combined[0]).toBeGreaterThan(0);
  });

  it('answers an unknown session without events with what is popular', async () => {
    const { recommendations, scores } = await recommend({ session_id: 'new' });
    expect(recommendations).toHaveLength(20);
    expect(scores.combined).toEqual(scores.combined.toSorted((a, b) => b - a));
  });
});

describe('POST /batch_recommend', () => {
  it('answers each session as it would be alone, and lets a bad one fail alone', async () => {
    const alone = await recommend({ ...session, top_k: 3 });
    const sessions = [
      session,
      { session_id: 'bad', events: [{ aid: 6, ts, type: 'view', colour: 'red' }] },
      7,
      { ...session, session_id: 'second' },
      { session_id: [] },
    ];
    const { status, body } = await call(shop, 'POST', '/batch_recommend', { sessions, top_k: 3 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 5, success: 2, failed: 3 });
    const { results, errors } = body as BatchAnswer;
    expect(results).toEqual([alone, { ...alone, session_id: 'second' }]);
    expect(errors).toEqual([
      { index: 1, session_id: 'bad', error: expect.stringContaining('events.0.colour: unknown') },
      { index: 2, error: expect.stringContaining('expected object') },
      { index: 4, error: expect.stringContaining('session_id: expected an integer or text') },
    ]);
  });

  it('counts the complaints that it leaves out of an error', async () => {
    const events = Array.from({ length: 5 }, () => ({ aid: 6, ts, type: 'view' }));
    const sessions = [{ session_id: 1, events }];
    const { body } = await call(shop, 'POST', '/batch_recommend', { sessions });
    expect((body as BatchAnswer).errors[0]?.error).toMatch(/^events\.0\.type: .*; and 2 more$/);
  });

  it('reports a session that fails while it is answered, without internals', async () => {
    const [trigger] = sessionRecommendationTriggers({
      ...shop.dependencies,
      recommendSessions: makeRecommendSessions(({ sessionId }) => {
        if (sessionId === 'busy') throw new AppError('unavailable', 'the model is being loaded');
        throw new Error('secret');
      }),
    }).filter(({ name }) => name === 'batch-recommend');
    const body = JSON.stringify({ sessions: [{ session_id: 'busy' }, { session_id: 4 }] });
    const asked = request('POST', '/api/batch_recommend', {
      headers: { 'content-type': 'application/json' },
      body: Readable.from([Buffer.from(body)]),
    });
    const answer = await trigger?.handle(asked);
    expect(JSON.parse(String(answer?.body))).toEqual({
      results: [],
      errors: [
        { index: 0, session_id: 'busy', error: 'the model is being loaded' },
        { index: 1, session_id: 4, error: expect.not.stringContaining('secret') },
      ],
      total: 2,
      success: 0,
      failed: 2,
    });
  });

  it('takes 1,000 sessions, and meanwhile serves others', async () => {
    const sessions = Array.from({ length: 1_000 }, (_, n) => ({ ...session, session_id: n }));
    const order: string[] = [];
    const batch = call(shop, 'POST', '/batch_recommend', { sessions, top_k: 1 }).then((answer) => {
      order.push('batch');
      return answer;
    });
    const other = call(shop, 'GET', '/popular').then(() => order.push('other'));
    const [{ body }] = await Promise.all([batch, other]);
    expect(body).toMatchObject({ total: 1_000, success: 1_000, failed: 0, errors: [] });
    expect(order).toEqual(['other', 'batch']);
  });
});

it.each([
  ['/recommend', postRecommend],
  ['/batch_recommend', postBatchRecommend],
  ['/rank', postRank],
])('POST %s takes the example that its documentation shows', async (path, { body }) => {
  const answer = await call(shop, 'POST', path, body.example);
  expect(answer.status).toBe(200);
  expect(answer.body).not.toMatchObject({ failed: 1 });
});
