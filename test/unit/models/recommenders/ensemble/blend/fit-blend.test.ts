import { describe, expect, it } from 'vitest';
import { readBlend } from '../../../../../../models/recommenders/ensemble/blend/blend-files.js';
import { untrainedBlend } from '../../../../../../models/recommenders/ensemble/blend/blend-settings.js';
import { fitBlend } from '../../../../../../models/recommenders/ensemble/blend/fit-blend.js';
import type { LearnedModel } from '../../../../../../shared/ports/learned-model.js';
import { fitContext } from '../../../../../support/training-set.js';
import { madeUpSessions } from '../made-up-sessions.js';
import { brokenModel, stubModel } from '../stub-model.js';

const { shop: counting, cases: many } = madeUpSessions();
const cases = many.slice(0, 60);

/** Knows what comes next in every case. */
const oracle: LearnedModel = {
  name: 'gru',
  size: 80,
  async rank({ history, among = [] }) {
    const wanted = cases.find((one) => one.history[0]?.ts === history[0]?.ts)?.targets ?? [];
    const itemIds = [...new Set(wanted.map(({ itemId }) => itemId))];
    return {
      itemIds,
      scores: Float32Array.from(itemIds, (_, place) => -place),
      amongScores: Float32Array.from(among, (id) =>
        itemIds.includes(id) ? -itemIds.indexOf(id) : -100,
      ),
    };
  },
  close: async () => undefined,
};

describe('fitting the blend', () => {
  it('finds the model that knows, for lists and for given items', async () => {
    const models = new Map([['gru' as const, oracle]]);
    const { files, figures } = await fitBlend(cases, { counting, models }, fitContext());
    const { recommendations, rank } = readBlend(files);
    expect(recommendations.get('gru')?.weight).toBeGreaterThan(0.9);
    expect(rank.has('gru')).toBe(true);
    expect(figures).toMatchObject({ cases: 60, gain: 1, bestSingleGain: 1, rankGain: 1 });
  });

  it('is at least as good on the cases as the best counting part alone', async () => {
    const sources = { counting, models: new Map() };
    const { figures, files } = await fitBlend(cases, sources, fitContext());
    expect(figures['gain']).toBeGreaterThanOrEqual(figures['bestSingleGain'] ?? 1);
    expect(figures['rankGain']).toBeGreaterThanOrEqual(figures['rankBestSingleGain'] ?? 1);
    const again = await fitBlend(cases, sources, fitContext());
    expect(again.files).toEqual(files);
    const warm = await fitBlend(cases, sources, fitContext({ previous: files }));
    expect(warm.figures['gain']).toBeGreaterThanOrEqual((figures['gain'] ?? 1) - 1e-9);
  });

  it('does without a model that is broken', async () => {
    const models = new Map([['ease' as const, brokenModel('ease')]]);
    const { files } = await fitBlend(cases, { counting, models }, fitContext());
    expect(readBlend(files).recommendations.has('ease')).toBe(false);
  });

  it('asks with the traits of the shopper, and leaves out what nobody comes back to', async () => {
    const fresh = cases.slice(0, 20).map(({ history, targets, ...one }) => {
      const known = new Set(history.map(({ itemId }) => itemId));
      const left = targets.filter(({ itemId }) => !known.has(itemId));
      return { ...one, history, targets: left, traits: ['role=maker'] };
    });
    const model = stubModel('hybrid', { p1: 2, 'no-product': 3, p2: 1 });
    const models = new Map([['hybrid' as const, model]]);
    const asked = fresh.filter(({ targets }) => targets.length > 0);
    await fitBlend(asked, { counting, models }, fitContext());
    expect(model.asked).toHaveLength(asked.length);
    expect(model.asked.every(({ traits }) => traits?.[0] === 'role=maker')).toBe(true);
  });

  it('makes do with the cases that its time allows', async () => {
    const sources = { counting, models: new Map() };
    const { figures, files } = await fitBlend(cases, sources, fitContext({ timeLimitMs: 0 }));
    expect(figures['cases']).toBe(1);
    expect(readBlend(files).recommendations.size).toBeGreaterThan(0);
  });

  it('keeps to the untrained blend where there are no cases', async () => {
    const { files } = await fitBlend([], { counting, models: new Map() }, fitContext());
    expect(readBlend(files)).toEqual(untrainedBlend);
  });

  it('stops when it is cancelled', async () => {
    for (const cancelAfter of [0, 30, 62]) {
      const fit = fitBlend(cases, { counting, models: new Map() }, fitContext({ cancelAfter }));
      await expect(fit).rejects.toThrow('cancelled by the test');
    }
  });
});
