import { describe, expect, it } from 'vitest';
import { createLearnedRecommender } from '../../../../../models/recommenders/ensemble/learned-recommender.js';
import { ids, item, now, shopOf, visit } from '../shop.js';
import { stubModel } from './stub-model.js';

const shop = shopOf(item('a'), item('b'), visit('s1', 'a b'));

function recommenderOf(scores: Readonly<Record<string, number>>) {
  const model = stubModel('gru', scores);
  const group = { models: new Map([['gru' as const, model]]), onDegraded: () => undefined };
  return { model, recommender: createLearnedRecommender(shop.evidence, group, model) };
}
const history = [{ itemId: 'a', kind: 'view' as const, ts: now }];
const ask = { history, count: 2, now, accept: () => true };

describe('a learned model as a recommender', () => {
  it('scores by likelihood beside the best and gives a counted reason', async () => {
    const { recommender } = recommenderOf({ b: 5, a: 4, c: -90 });
    const list = await recommender.recommend(ask);
    expect(list).toEqual([
      { itemId: 'b', score: 1, reason: { kind: 'viewed', because: 'a' } },
      { itemId: 'a', score: Math.exp(-1), reason: { kind: 'viewed', because: 'a' } },
    ]);
  });

  it('shows none that is not accepted or was dismissed', async () => {
    const { recommender } = recommenderOf({ a: 3, b: 2, c: 1 });
    const dismissed = [...history, { itemId: 'b', kind: 'dismiss' as const, ts: now }];
    const accept = (id: string) => id !== 'a';
    expect(ids(await recommender.recommend({ ...ask, accept, history: dismissed }))).toEqual(['c']);
  });

  it('asks again for more where a filter is narrow, but not for ever', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`i${n}`, -n]));
    const { model, recommender } = recommenderOf(many);
    const only = (ids: readonly string[]) => (id: string) => ids.includes(id);
    const found = await recommender.recommend({ ...ask, accept: only(['i0', 'i1000']) });
    expect(ids(found)).toEqual(['i0', 'i1000']);
    expect(model.asked.map(({ count }) => count)).toEqual([201, 1_608]);
    expect(await recommender.recommend({ ...ask, accept: only(['i19999']) })).toEqual([]);
    expect(Math.max(...model.asked.map(({ count }) => count))).toBe(6_400);
  });

  it('stops for a signal, and asks nobody for a count of nothing', async () => {
    const { model, recommender } = recommenderOf({ a: 1 });
    const reason = new Error('the caller left');
    await expect(recommender.recommend(ask, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await recommender.recommend({ ...ask, count: 0 })).toEqual([]);
    expect(model.asked).toEqual([]);
  });
});
