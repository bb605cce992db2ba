import { afterAll, beforeAll, expect, test } from 'vitest';
import { postSearch } from '../../../../../shared/contracts/search.js';
import { call } from '../../../../support/call.js';
import { itemOf, type SearchShop, serveSearchShop } from '../../../../support/search-shop.js';

let shop: SearchShop;
beforeAll(async () => {
  shop = await serveSearchShop();
});
afterAll(() => shop.close());

interface Answer {
  readonly results: readonly { readonly item_id: string; readonly score: number }[];
  readonly total: number;
}
const ask = (body: unknown) => call(shop, 'POST', '/search', body);
const search = async (query: string, more = {}) => (await ask({ query, ...more })).body as Answer;
const idsOf = ({ results }: Answer) => results.map(({ item_id }) => item_id);

test('what has the words comes first, with what a shopper is shown of it', async () => {
  const { status, body } = await ask({ query: 'green mug' });
  expect(status).toBe(200);
  const { results, total } = body as Answer;
  expect(results[0]).toEqual({
    item_id: 'green',
    score: expect.closeTo(2 / 61),
    metadata: {
      ...{ name: 'Green mug', categories: ['table'], tags: [], price: 40 },
      image_url: '/images/green.png',
    },
  });
  expect(total).toBe(results.length);
  expect(idsOf({ results, total })).toContain('red');
});

test('the last word may be begun, the one before a space is whole', async () => {
  expect(idsOf(await search('pla'))).toEqual(expect.arrayContaining(['reddish', 'blue']));
  expect(idsOf(await search('mixed b'))[0]).toBe('mixed');
});

test('Korean is found, by a word and while it is typed', async () => {
  expect(idsOf(await search('머그컵'))[0]).toBe('korean');
  expect(idsOf(await search('파란 머'))[0]).toBe('korean');
});

test('a filter holds for words and vectors alike', async () => {
  const { results } = await search('mug', { filter: 'price < 20' });
  expect(results.map(({ item_id }) => item_id)).toEqual(['red']);
  expect(await search('mug', { filter: 'price > 1000' })).toEqual({ results: [], total: 0 });
});

test('a limit cuts the list and not the total', async () => {
  const all = await search('mug plate');
  const some = await search('mug plate', { limit: 1 });
  expect(some.results).toEqual(all.results.slice(0, 1));
  expect(some.total).toBe(all.total);
  expect(all.total).toBeGreaterThan(1);
});

test('what nothing is like finds nothing', async () => {
  expect(await search('qqqq zzzz')).toEqual({ results: [], total: 0 });
  expect(await search('?!')).toEqual({ results: [], total: 0 });
});

test('an item that was switched off, or has left, is gone from the next answer', async () => {
  expect(idsOf(await search('mixed bowl'))).toContain('mixed');
  shop.items.apply([{ kind: 'item', item: itemOf('mixed', { isActive: false }) }]);
  expect(idsOf(await search('mixed bowl'))).not.toContain('mixed');
  shop.items.apply([{ kind: 'item-removed', id: 'mixed' }]);
  expect(idsOf(await search('mixed bowl'))).not.toContain('mixed');
});

test('the example that is shown is taken', async () => {
  expect((await ask(postSearch.body.example)).status).toBe(200);
});

test.each([
  [{}, 'query', 'missing'],
  [{ query: '' }, 'query', 'expected'],
  [{ query: ' \u00a0 ' }, 'query', 'not blank'],
  [{ query: 'a\nb' }, 'query', 'control characters'],
  [{ query: 5 }, 'query', 'expected string'],
  [{ query: 'x'.repeat(501) }, 'query', '<=500'],
  [{ query: 'a', limit: 0 }, 'limit', '>=1'],
  [{ query: 'a', limit: 101 }, 'limit', '<=100'],
  [{ query: 'a', limit: '5' }, 'limit', 'expected'],
  [{ query: 'a', filter: 'price <' }, 'filter', 'at character 8'],
  [{ query: 'a', colour: 'red' }, 'colour', 'unknown field'],
])('%j is refused', async (body, path, message) => {
  const { status, body: problem } = await ask(body);
  expect(status).toBe(400);
  const { errors } = problem as { readonly errors: readonly unknown[] };
  expect(errors[0]).toMatchObject({ path, message: expect.stringContaining(message) });
});
