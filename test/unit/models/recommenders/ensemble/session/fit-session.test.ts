import { describe, expect, it } from 'vitest';
import { createEnsemble } from '../../../../../../models/recommenders/ensemble/ensemble.js';
import { fitSession } from '../../../../../../models/recommenders/ensemble/session/fit-session.js';
import { readSession } from '../../../../../../models/recommenders/ensemble/session/session-files.js';
import { objectives } from '../../../../../../shared/domain/event.js';
import type { SessionRanker } from '../../../../../../shared/ports/recommender.js';
import type { ModelFiles } from '../../../../../../shared/ports/training.js';
import { fitContext } from '../../../../../support/training-set.js';
import { madeUpSessions } from '../made-up-sessions.js';
import { stubModel } from '../stub-model.js';

const { shop: counting, cases } = madeUpSessions(500);
const sources = { counting, models: new Map() };
const fitted = fitSession(cases.slice(0, 400), sources, fitContext());
const weights = { clicks: 0.1, carts: 0.3, orders: 0.6 };

function rankerOf(files: ModelFiles): SessionRanker {
  const version = {
    version: 'v',
    models: new Map(),
    mixers: new Map([['session', files] as const]),
  };
  return createEnsemble(counting, version).sessions;
}

/** Share of the orders that come next among the first five. */
async function recallOfOrders(ranker: SessionRanker): Promise<number> {
  let hits = 0;
  let wanted = 0;
  for (const { shopper, history, targets } of cases.slice(400)) {
    const ordered = new Set(
      targets.filter(({ kind }) => kind === 'order').map(({ itemId }) => itemId),
    );
    const asked = { history, shopper, count: 5, now: targets[0]?.ts ?? 0, accept: () => true };
    const rows = await ranker.rank({ ...asked, weights: { clicks: 0, carts: 0, orders: 1 } });
    hits += rows.filter(({ itemId }) => ordered.has(itemId)).length;
    wanted += ordered.size;
  }
  return hits / wanted;
}

describe('the fitted session ranker', () => {
  it('ranks a rush by what was counted, but for the few that have room', async () => {
    const { files } = await fitted;
    const ranker = rankerOf(files);
    const [first] = cases;
    const query = { history: first?.history ?? [], shopper: first?.shopper ?? '', count: 5 };
    const asked = { ...query, now: 0, weights, accept: () => true };
    const alone = await ranker.rank(asked);
    const counted = await counting.sessions.rank(asked);
    const rush = await Promise.all(Array.from({ length: 10 }, () => ranker.rank(asked)));
    expect(rush.slice(0, 3)).toEqual([alone, alone, alone]);
    expect(rush.slice(3)).toEqual(Array.from({ length: 7 }, () => counted));
    expect(await ranker.rank(asked)).toEqual(alone);
  });

  it('learns that what lies in the cart is ordered, which counting cannot know', async () => {
    const { files, figures } = await fitted;
    expect(readSession(files).learned).toContain('orders');
    expect(figures['ordersGain']).toBeGreaterThan(figures['ordersCountedGain'] ?? 1);
    const learned = await recallOfOrders(rankerOf(files));
    expect(learned).toBeGreaterThan((await recallOfOrders(counting.sessions)) + 0.1);
  });

  it('asks its network no more once it was closed', async () => {
    const { files } = await fitted;
    const failed: unknown[] = [];
    const version = {
      version: 'v',
      models: new Map(),
      mixers: new Map([['session', files]] as const),
    };
    const { sessions, close } = createEnsemble(counting, version, (model) => failed.push(model));
    const asked = { history: cases[0]?.history ?? [], count: 5, now: 0, accept: () => true };
    await sessions.rank({ ...asked, weights });
    expect(failed).toEqual([]);
    await close();
    expect(await sessions.rank({ ...asked, weights })).toHaveLength(5);
    expect(failed).toEqual(['session']);
  });

  it('sorts by the weighted sum of scores from 0 to 1', async () => {
    const { files } = await fitted;
    const [one] = cases;
    const asked = { history: one?.history ?? [], count: 20, now: one?.targets[0]?.ts ?? 0 };
    const rows = await rankerOf(files).rank({ ...asked, accept: () => true, weights });
    expect(rows).toHaveLength(20);
    expect(rows.map(({ combined }) => combined)).toEqual(
      rows.map(({ combined }) => combined).sort((a, b) => b - a),
    );
    for (const row of rows) {
      const sum = objectives.reduce((all, each) => all + weights[each] * row[each], 0);
      expect(row.combined).toBeCloseTo(sum, 6);
      for (const each of objectives) expect(row[each]).toBeGreaterThanOrEqual(0);
      for (const each of objectives) expect(row[each]).toBeLessThanOrEqual(1);
    }
    const only = (id: string) => id === 'p3';
    const few = await rankerOf(files).rank({ ...asked, accept: only, weights });
    expect(few.map(({ itemId }) => itemId)).toEqual(['p3']);
    expect(await rankerOf(files).rank({ ...asked, accept: () => false, weights })).toEqual([]);
  });

  it('is the same for the same seed', async () => {
    const few = cases.slice(0, 120);
    const first = await fitSession(few, sources, fitContext());
    expect((await fitSession(few, sources, fitContext())).files).toEqual(first.files);
  });

  it('leaves to counting what has too few cases', async () => {
    const clicksOnly = cases.slice(0, 120).map((one) => ({
      ...one,
      targets: one.targets.map((step) => ({ ...step, kind: 'view' as const })),
    }));
    const { files } = await fitSession(clicksOnly, sources, fitContext());
    const { learned } = readSession(files);
    expect(learned).not.toContain('orders');
    const nothing = await fitSession(cases.slice(0, 5), sources, fitContext());
    expect(readSession(nothing.files).learned).toEqual([]);
    const [one] = cases;
    const asked = { history: one?.history ?? [], count: 5, now: 0, accept: () => true, weights };
    expect(await rankerOf(nothing.files).rank(asked)).toEqual(await counting.sessions.rank(asked));
  });

  it('counts what it has no network for beside what it has learnt', async () => {
    const { files } = await fitted;
    const head = JSON.parse(new TextDecoder().decode(files.get('session.json')));
    const partly = new TextEncoder().encode(JSON.stringify({ ...head, learned: ['orders'] }));
    const ranker = rankerOf(new Map([...files, ['session.json', partly]]));
    const [one] = cases;
    const asked = { history: one?.history ?? [], count: 200, now: 0, accept: () => true, weights };
    const counted = new Map(
      (await counting.sessions.rank({ ...asked, count: 100 })).map((row) => [
        row.itemId,
        row.clicks,
      ]),
    );
    const rows = await ranker.rank(asked);
    for (const { itemId, clicks } of rows) {
      if ((counted.get(itemId) ?? 0) > 0.5) expect(clicks).toBeCloseTo(counted.get(itemId) ?? 0, 5);
    }
  });

  it('falls back to counting where the network cannot run, and tells of it', async () => {
    const { files } = await fitted;
    const broken = new Map([...files, ['session.onnx', Uint8Array.of(1, 2, 3)]]);
    const told: unknown[] = [];
    const mixers = new Map([['session', broken] as const]);
    const version = { version: 'v', models: new Map(), mixers };
    const { sessions } = createEnsemble(counting, version, (model) => told.push(model));
    const [one] = cases;
    const asked = { history: one?.history ?? [], count: 5, now: 0, accept: () => true, weights };
    expect(await sessions.rank(asked)).toEqual(await counting.sessions.rank(asked));
    expect(told).toEqual(['session']);
  });

  it('leaves everything to counting where it is given no time', async () => {
    const { files, figures } = await fitSession(cases, sources, fitContext({ timeLimitMs: 0 }));
    expect(figures).toEqual({ cases: 0 });
    expect(readSession(files).learned).toEqual([]);
  });

  it('asks learned models with the traits of the shopper', async () => {
    const model = stubModel('hybrid', { p1: 2, p2: 1, 'no-product': 1 });
    const models = new Map([['hybrid' as const, model]]);
    const few = cases.slice(0, 60).map((one) => ({
      ...one,
      traits: ['role=maker'],
      targets: [{ itemId: 'p79', kind: 'view' as const, ts: 0 }],
    }));
    await fitSession(few, { counting, models }, fitContext());
    expect(model.asked).toHaveLength(60);
    expect(model.asked[0]?.traits).toEqual(['role=maker']);
  });

  it('stops when it is cancelled', async () => {
    for (const cancelAfter of [0, 119, 130]) {
      const fit = fitSession(cases.slice(0, 120), sources, fitContext({ cancelAfter }));
      await expect(fit).rejects.toThrow('cancelled by the test');
    }
  });
});
