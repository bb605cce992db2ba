import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idsOf, type PageAnswer } from '../../../support/answers.js';
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

async function ask(user: string, query: Readonly<Record<string, string>> = {}, headers = {}) {
  const path = `/recommendations/${encodeURIComponent(user)}?${new URLSearchParams(query)}`;
  const answer = await call(shop, 'GET', path, undefined, headers);
  expect(answer.status).toBe(200);
  return answer.body as PageAnswer;
}

const tell = async (...events: readonly object[]) =>
  (await call(shop, 'POST', '/events', events)).body as { readonly consistency: string };

describe('GET /recommendations/{user_id}', () => {
  it('answers in the shape of the contract, best first, with reasons in words', async () => {
    const answer = await ask('u1', { limit: '5' });
    expect(answer).toMatchObject({
      user_id: 'u1',
      recommendation_id: expect.stringMatching(/^[\da-f-]{36}$/),
      model: 'blend',
      pagination: { limit: 5, offset: 0, has_more: true },
    });
    expect(answer.recommendations).toHaveLength(5);
    const scores = answer.recommendations.map((each) => each.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const { reason, metadata } of answer.recommendations) {
      expect(reason).toMatch(/^(because you|chosen by|bought together|similar to|popular|new)/);
      expect(metadata).toMatchObject({
        name: expect.any(String),
        categories: [expect.any(String)],
        price: expect.any(Number),
        image_url: expect.stringMatching(/^\/images\//),
      });
    }
  });

  it('tells of an item what is known of it, and nothing else', async () => {
    const ofItem = async (id: string) =>
      (await ask('nobody', { filter: `id = '${id}'` })).recommendations[0]?.metadata;
    expect(await ofItem('2')).toEqual({
      name: 'pens 2',
      categories: ['pens'],
      tags: [],
      price: 3,
      currency: 'EUR',
      seller: 'Kiln & Co',
      image_url: '/images/2.svg',
      url: '/products/2',
    });
    await call(shop, 'PUT', '/items/bare', { name: 'Bare' });
    expect(await ofItem('bare')).toEqual({ name: 'Bare', categories: [], tags: [] });
  });

  it('shows a shopper of plates mostly plates', async () => {
    const { recommendations } = await ask('u1', { limit: '10', diversity: '0' });
    const plates = recommendations.filter((each) => each.metadata.categories.includes('plates'));
    expect(plates.length).toBeGreaterThan(6);
  });

  it('gives somebody unknown popular and fresh items', async () => {
    const { recommendations } = await ask('nobody');
    const reasons = recommendations.map((each) => each.reason);
    expect(reasons.every((reason) => /^(popular|new)/.test(reason))).toBe(true);
    expect(reasons.filter((reason) => reason.startsWith('new')).length).toBeGreaterThan(2);
    expect(reasons[0]).toMatch(/^popular/);
  });

  it('takes a session for a shopper', async () => {
    expect((await ask('s1')).model).toBe('blend');
  });

  it('leaves out what was ordered, and what else the request says', async () => {
    const ordered = shop.models.histories
      .ofUser('u3', 100)
      ?.filter(({ kind }) => kind === 'order')
      .map(({ itemId }) => itemId);
    const all = { limit: '100' };
    expect(idsOf(await ask('u3', all))).not.toContain(ordered?.[0]);
    expect(idsOf(await ask('u3', { ...all, exclude_seen: 'none' }))).toContain(ordered?.[0]);
    const viewed = shop.models.histories.ofUser('u3', 100)?.find(({ kind }) => kind === 'view');
    const without = idsOf(await ask('u3', { ...all, exclude_seen: 'view,order' }));
    expect(without).not.toContain(viewed?.itemId);
    const [first = '', second = ''] = idsOf(await ask('u3', all));
    const others = idsOf(await ask('u3', { ...all, exclude: `${first},${second}` }));
    expect(others).not.toContain(first);
    expect(others).not.toContain(second);
  });

  it('fills the page within a narrow filter, from everything that matches', async () => {
    const filter = "categories has 'lamps' and price <= 40 and attributes.colour = 'red'";
    const { recommendations, pagination } = await ask('u1', { filter });
    const ordered = new Set(
      shop.models.histories
        .ofUser('u1', 100)
        ?.flatMap(({ kind, itemId }) => (kind === 'order' ? itemId : [])),
    );
    const wanted = [...shop.items.values()].filter(
      ({ id, price = 0 }) => Number(id) % 6 === 3 && price <= 40 && !ordered.has(id),
    );
    const total = wanted.length;
    expect(pagination).toEqual({ total, limit: 20, offset: 0, has_more: false });
    expect(idsOf({ recommendations }).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    expect(recommendations.every((each) => each.metadata.categories[0] === 'lamps')).toBe(true);
  });

  it('says that nothing is left when nothing matches', async () => {
    const answer = await ask('u1', { filter: 'price > 1000' });
    expect(answer.recommendations).toEqual([]);
    expect(answer.pagination).toEqual({ total: 0, limit: 20, offset: 0, has_more: false });
  });

  it('raises and sinks by boosts, removing nothing', async () => {
    const cheap = { limit: '100', diversity: '0', filter: 'price < 40' };
    const plain = await ask('u1', cheap);
    const boost = "categories has 'pens': 100; categories has 'plates': 0";
    const boosted = await ask('u1', { ...cheap, boost });
    expect(boosted.recommendations[0]?.metadata.categories).toEqual(['pens']);
    expect(boosted.recommendations.at(-1)?.metadata.categories).toEqual(['plates']);
    expect(idsOf(boosted).toSorted()).toEqual(idsOf(plain).toSorted());
  });

  it('mixes categories more the more diversity is asked for', async () => {
    const variety = async (diversity: string) => {
      const { recommendations } = await ask('u1', { limit: '6', diversity });
      return new Set(recommendations.map((each) => each.metadata.categories[0])).size;
    };
    expect(await variety('1')).toBe(6);
    expect(await variety('0')).toBeLessThan(4);
  });

  it.each([
    ['popular', 'popular'],
    ['co-visitation', 'co-visitation'],
    ['session-knn', 'session-knn'],
    ['blend', 'blend'],
    ['ease', 'blend'],
    ['two-tower', 'blend'],
  ])('asked for %s, it is answered by %s and says so', async (asked, answered) => {
    expect((await ask('u1', { model: asked })).model).toBe(answered);
  });

  it('pages through one list without repeating or skipping, though events arrive in between', async () => {
    const first = await ask('u7', { limit: '30' });
    await tell(
      { user_id: 'u7', item_id: '5', type: 'view' },
      { user_id: 'u8', item_id: '11', type: 'order' },
    );
    const pages = [first];
    while (pages.at(-1)?.pagination.has_more) {
      pages.push(await ask('u7', { limit: '30', offset: String(30 * pages.length) }));
    }
    const ids = pages.flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(first.pagination.total);
    expect(new Set(pages.map((page) => page.recommendation_id)).size).toBe(1);
    expect((await ask('u7', { limit: '30' })).recommendation_id).not.toBe(first.recommendation_id);
  });

  it('keeps the list while nothing changes, and answers 304 to who has it', async () => {
    const path = '/recommendations/u9?limit=3';
    const first = await call(shop, 'GET', path);
    const again = await call(shop, 'GET', path, undefined, {
      'if-none-match': first.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
  });

  it('answers an offset beyond the list with an empty page', async () => {
    const { recommendations, pagination } = await ask('u9', { offset: '10000' });
    expect(recommendations).toEqual([]);
    expect(pagination.has_more).toBe(false);
  });

  it('shows an event in the very next answer, and a dismissed item never again', async () => {
    const newcomer = { user_id: 'newcomer', item_id: '2', type: 'view' };
    await tell(newcomer);
    const { model, recommendations } = await ask('newcomer');
    expect(model).toBe('blend');
    expect(recommendations.some((each) => each.reason.includes('pens 2'))).toBe(true);
    const top = recommendations[0]?.item_id ?? '';
    await tell({ user_id: 'newcomer', item_id: top, type: 'dismiss' });
    const after = await ask('newcomer', { limit: '100', exclude_seen: 'none' });
    expect(idsOf(after)).not.toContain(top);
  });

  it('waits for a consistency token, and refuses one that is none', async () => {
    const { consistency } = await tell({ user_id: 'waiter', item_id: '3', type: 'cart' });
    const headers = { 'x-consistency-token': consistency };
    const { recommendations } = await ask('waiter', {}, headers);
    expect(recommendations.some((each) => each.reason.includes('lamps 3'))).toBe(true);
    const path = '/recommendations/waiter';
    const refused = await call(shop, 'GET', path, undefined, { 'x-consistency-token': 'nonsense' });
    expect(refused.status).toBe(400);
  });

  it('shows nothing on a later page that was deleted or switched off since', async () => {
    const first = await ask('u12', { limit: '5' });
    const offset = { limit: '5', offset: '5' };
    const [gone = '', off = '', ...rest] = idsOf(await ask('u12', offset));
    await call(shop, 'DELETE', `/items/${gone}`);
    await call(shop, 'PATCH', `/items/${off}`, { is_active: false });
    const second = await ask('u12', offset);
    expect(second.recommendation_id).toBe(first.recommendation_id);
    expect(idsOf(second)).toEqual(rest);
    const anew = await ask('u12', { limit: '100' });
    expect(idsOf(anew)).not.toContain(gone);
    expect(idsOf(anew)).not.toContain(off);
  });

  it('recommends an item from the moment it is in the catalogue', async () => {
    const path = '/items/brand-new';
    await call(shop, 'PUT', path, { name: 'Brand new', categories: ['unheard-of'] });
    const answer = await ask('u13', { filter: "categories has 'unheard-of'" });
    expect(idsOf(answer)).toEqual(['brand-new']);
  });

  it('takes ids with slashes, quotes and Unicode', async () => {
    for (const user of ['a/b', "'; DROP TABLE items; --", '__proto__', 'schön ☕']) {
      expect((await ask(user)).user_id).toBe(user);
    }
  });
});
