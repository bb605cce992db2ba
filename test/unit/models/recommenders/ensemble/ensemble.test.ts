import { describe, expect, it } from 'vitest';
import {
  writeBlend,
  writePreset,
} from '../../../../../models/recommenders/ensemble/blend/blend-files.js';
import { mixtureOf } from '../../../../../models/recommenders/ensemble/blend/blend-settings.js';
import { createEnsemble } from '../../../../../models/recommenders/ensemble/ensemble.js';
import type { Interaction } from '../../../../../shared/domain/event.js';
import type { ModelName } from '../../../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import { ids, item, now, shopOf, visit } from '../shop.js';
import { brokenModel, stubModel } from './stub-model.js';

const viewed = (itemId: string): Interaction => ({ itemId, kind: 'view', ts: now });
const ask = (...history: readonly string[]) => ({
  history: history.map(viewed),
  count: 10,
  now,
  accept: (id: string) => !history.includes(id),
});

const shop = () =>
  shopOf(
    ['a', 'b', 'c', 'd', 'e'].map((id) => item(id)),
    visit('s1', 'a b'),
    visit('s2', 'a b c'),
    visit('s3', 'd e'),
  );

function versionOf(
  models: readonly LearnedModel[],
  weights: Parameters<typeof mixtureOf>[0] | undefined = undefined,
) {
  const mixture = weights && mixtureOf(weights);
  const files = mixture && writeBlend({ recommendations: mixture, rank: mixture });
  return {
    version: 'v1',
    models: new Map(models.map((model) => [model.name, model])),
    mixers: new Map(files ? [['blend', files] as const] : []),
  };
}

describe('an ensemble', () => {
  it('has every learned model under its name beside the counting ones', () => {
    const { recommenders } = createEnsemble(shop(), versionOf([stubModel('gru', { a: 1 })]));
    expect([...recommenders.keys()].sort()).toEqual(
      ['blend', 'co-visitation', 'gru', 'popular', 'session-knn'].sort(),
    );
    for (const [name, recommender] of recommenders) expect(recommender.name).toBe(name);
  });

  it('mixes a learned part in by its weight, with a reason that can be checked', async () => {
    const model = stubModel('ease', { e: 3, b: 1 });
    const { recommenders } = createEnsemble(shop(), versionOf([model], { ease: 1 }));
    const list = await recommenders.get('blend')?.recommend({ ...ask('a'), traits: ['x=1'] });
    expect(ids(list ?? []).slice(0, 2)).toEqual(['e', 'b']);
    expect(list?.[0]?.score).toBeCloseTo(1, 6);
    expect(list?.[1]?.score).toBeCloseTo(Math.exp(-2), 6);
    expect(list?.[1]?.reason).toEqual({ kind: 'viewed', because: 'a' });
    expect(list?.[0]?.reason).toMatchObject({ kind: 'popular' });
    expect(model.asked[0]).toMatchObject({ traits: ['x=1'], now });
  });

  it('answers with the rest where a part is broken, and tells of it', async () => {
    const told: [ModelName, unknown][] = [];
    const ensemble = createEnsemble(
      shop(),
      versionOf([brokenModel('gru')], { gru: 1, 'co-visitation': 0.1 }),
      (...degraded) => told.push(degraded),
    );
    const list = await ensemble.recommenders.get('blend')?.recommend(ask('a'));
    expect(list?.[0]?.itemId).toBe('b');
    expect(told).toEqual([['gru', new Error('gru is broken')]]);
    const named = ensemble.recommenders.get('gru')?.recommend(ask('a'));
    await expect(named).rejects.toMatchObject({ code: 'unavailable' });
    expect(told).toHaveLength(2);
  });

  it('shows the first page to a stranger, unless a model knows something by traits', async () => {
    const known = createEnsemble(shop(), versionOf([stubModel('hybrid', { e: 1 })], { hybrid: 1 }));
    expect((await known.recommenders.get('blend')?.recommend(ask()))?.[0]?.itemId).toBe('e');
    const silent = createEnsemble(shop(), versionOf([stubModel('hybrid', {})], { hybrid: 1 }));
    const first = await silent.recommenders.get('blend')?.recommend(ask());
    expect(first?.[0]?.reason.kind).toBe('popular');
    expect(first).toHaveLength(5);
  });

  it('scores given items by the mixture, and passes over what a model does not know', async () => {
    const model = stubModel('ease', { e: 3, b: 2 });
    const { scorer } = createEnsemble(shop(), versionOf([model], { ease: 1 }));
    const scored = await scorer.score(['c', 'b', 'e', 'unheard-of'], {
      history: [viewed('a')],
      traits: ['x=1'],
      now,
    });
    expect(ids(scored)).toEqual(['e', 'b', 'c', 'unheard-of']);
    expect(scored[0]?.score).toBeCloseTo(1, 6);
    expect(model.asked[0]).toMatchObject({ count: 0, among: ['c', 'b', 'e', 'unheard-of'] });
    const broken = createEnsemble(shop(), versionOf([brokenModel('ease')], { ease: 1 }));
    expect(await broken.scorer.score(['c'], { history: [], now })).toHaveLength(1);
  });

  it('takes a preset’s parts from the models that the version has', async () => {
    const models = new Map([['gru' as const, stubModel('gru', { e: 1 })]]);
    const mixers = new Map([['blend', writePreset()] as const]);
    const { recommenders } = createEnsemble(shop(), { version: 'v', models, mixers });
    const list = await recommenders.get('blend')?.recommend(ask('a'));
    expect(list?.[0]).toMatchObject({ itemId: 'e', score: 0.4 });
  });

  it('refuses mixers of another format', () => {
    const files = new Map([['blend.json', new TextEncoder().encode('{"format":9}')]]);
    const version = {
      version: 'v',
      models: new Map(),
      mixers: new Map([['blend', files] as const]),
    };
    expect(() => createEnsemble(shop(), version)).toThrow('format 1');
  });
});

describe('the embedder of an ensemble', () => {
  const values = Float32Array.of(1, 0, 0, 1);
  const tower: LearnedModel = {
    ...stubModel('two-tower', {}),
    itemVectors: { itemIds: ['a', 'b'], dimension: 2, values },
    rank: async () => ({
      itemIds: [],
      scores: new Float32Array(0),
      vector: Float32Array.of(0.6, 0.8),
    }),
  };

  it('gives the two-tower’s vectors where there are some', async () => {
    const { embedder } = createEnsemble(shop(), versionOf([tower]));
    expect(embedder.dimension).toBe(2);
    expect(await embedder.ofItem('b')).toEqual(Float32Array.of(0, 1));
    expect(await embedder.ofItem('b')).toBe(await embedder.ofItem('b'));
    expect(await embedder.ofItem('unheard-of')).toBeUndefined();
    expect(await embedder.ofHistory([viewed('a')])).toEqual(Float32Array.of(0.6, 0.8));
  });

  it('gives those of an item’s words where there is no such model', async () => {
    const { embedder } = createEnsemble(shop(), versionOf([stubModel('two-tower', {})]));
    expect(embedder.dimension).toBe(384);
  });
});
