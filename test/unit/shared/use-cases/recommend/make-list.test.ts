import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageTimes } from '../../../../../shared/adapters/telemetry/stage-times.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { defaultRankingPolicy } from '../../../../../shared/domain/ranking/policy.js';
import { makeList } from '../../../../../shared/use-cases/recommend/make-list.js';
import { openRecommendingShop } from '../../../../support/recommending-shop.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

let shop: Awaited<ReturnType<typeof openRecommendingShop>>;
beforeAll(async () => {
  shop = await openRecommendingShop();
});
afterAll(() => shop.close());

const dependencies = () => ({
  items: shop.items,
  ensemble: shop.models,
  itemLists: shop.models.lists,
  policy: defaultRankingPolicy,
  clock: () => Date.now(),
});
const lastView = { itemId: '6', kind: 'view', ts: Date.now() - 1_000 } as const;
const viewed = { id: 'somebody', history: [lastView] };

describe('makeList', () => {
  it('tells how long its stages took, in their order', async () => {
    const telemetry = new RecordedTelemetry();
    await makeList({ ...dependencies(), stages: stageTimes(telemetry) }, viewed, {});
    expect(telemetry.metrics.map(({ name, dimensions }) => [name, dimensions['stage']])).toEqual([
      ['stage-ms', 'candidates'],
      ['stage-ms', 'refine'],
    ]);
    for (const { value } of telemetry.metrics) expect(value).toBeGreaterThanOrEqual(0);
  });

  it('answers for a model that is not there by the blend', async () => {
    for (const model of ['ease', 'gru', 'two-tower'] as const) {
      expect((await makeList(dependencies(), viewed, { model })).model).toBe('blend');
    }
  });

  it('answers by what is popular where there is no model at all', async () => {
    const withoutModels = { ...shop.models, recommenders: new Map() };
    const list = await makeList({ ...dependencies(), ensemble: withoutModels }, viewed, {});
    expect(list.model).toBe('popular');
    expect(list.candidates).toHaveLength(defaultRankingPolicy.listLength);
  });

  it('says popular where the model knew nothing', async () => {
    const step = { itemId: 'unheard-of', kind: 'view', ts: Date.now() } as const;
    const unheardOf = { id: 'somebody', history: [step] };
    const list = await makeList(dependencies(), unheardOf, { model: 'co-visitation' });
    expect(list.model).toBe('popular');
    expect(list.candidates).toHaveLength(defaultRankingPolicy.listLength);
  });

  it('holds no more than the policy says, and each item once', async () => {
    const policy = { ...defaultRankingPolicy, listLength: 15 };
    const { candidates } = await makeList({ ...dependencies(), policy }, viewed, {});
    expect(new Set(candidates.map(({ itemId }) => itemId)).size).toBe(15);
  });

  it('fills below what the model found, with scores that keep falling', async () => {
    const { candidates } = await makeList(dependencies(), viewed, { model: 'session-knn' });
    expect(candidates).toHaveLength(defaultRankingPolicy.listLength);
    const scores = candidates.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('leaves out what the policy counts as seen', async () => {
    const policy = { ...defaultRankingPolicy, excludeSeen: ['view'] as const };
    const ids = (await makeList({ ...dependencies(), policy }, viewed, {})).candidates;
    expect(ids.map(({ itemId }) => itemId)).not.toContain('6');
  });

  it('answers by the blend for a model that cannot be asked, and says so', async () => {
    const failing = (error: Error) => ({
      ...dependencies(),
      ensemble: {
        ...shop.models,
        recommenders: new Map([
          ...shop.models.recommenders,
          ['gru' as const, { name: 'gru' as const, recommend: () => Promise.reject(error) }],
        ]),
      },
    });
    const away = new AppError('unavailable', 'the model gru cannot be asked now');
    expect((await makeList(failing(away), viewed, { model: 'gru' })).model).toBe('blend');
    const wrong = new Error('a mistake');
    await expect(makeList(failing(wrong), viewed, { model: 'gru' })).rejects.toBe(wrong);
  });
});
