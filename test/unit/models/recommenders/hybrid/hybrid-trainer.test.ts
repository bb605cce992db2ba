import { describe, expect, it } from 'vitest';
import type { HybridOptions } from '../../../../../models/recommenders/hybrid/hybrid-options.js';
import { createHybridTrainer } from '../../../../../models/recommenders/hybrid/hybrid-trainer.js';
import type { FitContext, TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';
import { checkerboard, evens, padded, viewed } from './checkerboard.js';

const quick: Partial<HybridOptions> = { dimension: 8, epochs: 20 };

async function fitted(set: TrainingSet, options: Partial<HybridOptions> = {}, context = {}) {
  const trainer = createHybridTrainer({ ...quick, ...options });
  const { files, figures } = await trainer.fit(set, fitContext(context));
  return { files, figures, model: await trainer.load(files) };
}

describe('hybrid trainer', () => {
  it.each(['warp', 'bpr'] as const)(
    'ranks the withheld item of a checkerboard before all of the other colour, by %s',
    async (loss) => {
      const { model } = await fitted(checkerboard(), { loss, epochs: 60, learningRate: 0.05 });
      const { itemIds } = await model.rank({
        history: viewed(...evens.slice(1)),
        now: 0,
        count: 10,
      });
      expect([...itemIds].sort()).toEqual([...evens].sort());
    },
  );

  it('gives the same files for the same seed, and others for another', async () => {
    const [once, again, other] = await Promise.all(
      [7, 7, 8].map((seed) => fitted(checkerboard(), {}, { seed })),
    );
    expect(again?.files).toEqual(once?.files);
    expect(other?.files.get('item-vectors.f32')).not.toEqual(once?.files.get('item-vectors.f32'));
  });

  it('starts anew whatever served before', async () => {
    const { files } = await fitted(checkerboard());
    const again = await fitted(checkerboard(), {}, { previous: files });
    expect(again.files).toEqual(files);
  });

  it('learns the same of a shop when so many do nothing in it that what is known is searched in rows', async () => {
    const small = await fitted(checkerboard());
    const large = await fitted(padded(checkerboard(), { items: 14_000, shoppers: 20_000 }));
    expect(large.model.size).toBe(20);
    expect(large.files.get('item-vectors.f32')).toEqual(small.files.get('item-vectors.f32'));
  });

  it('says how many epochs it took, what it learnt from and what the last loss was', async () => {
    const { figures } = await fitted(checkerboard());
    expect(figures).toMatchObject({
      ...{ epochs: 20, positives: 180, itemFeatures: 20, shopperFeatures: 20 },
      loss: expect.any(Number),
      seconds: expect.any(Number),
    });
  });

  it('tells how far it is and stops when it is cancelled', async () => {
    const told: (readonly [number, number, string | undefined])[] = [];
    const context: FitContext = {
      seed: 1,
      async checkpoint(done, total, note) {
        told.push([done, total, note]);
        if (told.length === 5) throw new Error('cancelled by the test');
      },
    };
    const fit = createHybridTrainer(quick).fit(checkerboard(), context);
    await expect(fit).rejects.toThrow('cancelled by the test');
    expect(told).toEqual([
      ...[1, 2, 3].map(() => [0, 20, 'features']),
      [180, 20 * 180, 'epoch 1'],
      [360, 20 * 180, 'epoch 2'],
    ]);
  });

  it('keeps what it has when the time is over, one epoch at least', async () => {
    const { figures } = await fitted(checkerboard(), {}, { timeLimitMs: 0 });
    expect(figures['epochs']).toBe(1);
  });

  it.each(['warp', 'bpr'] as const)(
    'rejects weights beyond all bounds, naming the epoch, by %s',
    async (loss) => {
      const fit = fitted(checkerboard(), { learningRate: 1e6, loss });
      await expect(fit).rejects.toThrow(/came apart in epoch 1 of 20: loss .*, largest weight/);
    },
  );

  it('rejects a loss that is no number', async () => {
    const fit = fitted(checkerboard(), { learningRate: Number.POSITIVE_INFINITY });
    await expect(fit).rejects.toThrow(/came apart in epoch 1 of 20/);
  });
});

describe('hybrid trainer, what it declines', () => {
  const trainer = createHybridTrainer(quick);

  it('a shop in which nobody has done anything', () => {
    expect(trainer.declines(trainingSetOf({ histories: [] }))).toMatch(/nobody/);
    expect(trainer.declines(checkerboard())).toBeUndefined();
  });

  it('a shop in which all that was done is to dismiss', () => {
    const histories = [[{ item: 'a', kind: 'dismiss' as const }]];
    expect(trainer.declines(trainingSetOf({ histories }))).toMatch(/nobody/);
  });

  it('a shop that takes too much memory, saying how much', () => {
    const set = checkerboard();
    const crowd = { ...set.shoppers, ids: new Array<string>(1_000_000) };
    const wide = createHybridTrainer({ dimension: 512 });
    expect(wide.declines({ ...set, shoppers: crowd })).toMatch(/take \d+ MiB to fit, at most 2048/);
  });

  it.each([
    { options: { dimension: 12 }, expected: /dimension is 12, expected a multiple of 8/ },
    { options: { draws: 10 }, expected: /draws is 10, expected a multiple of 4/ },
    { options: { epochs: 0 }, expected: /epochs is 0, expected/ },
    { options: { learningRate: Number.NaN }, expected: /learningRate is NaN, expected/ },
    { options: { traitLimit: -1 }, expected: /traitLimit is -1, expected/ },
  ])('options that make no sense: $options', ({ options, expected }) => {
    expect(() => createHybridTrainer(options)).toThrow(expected);
  });

  it('no trait at all where none is wanted', () => {
    expect(createHybridTrainer({ traitLimit: 0 }).parameters['traitLimit']).toBe(0);
  });
});
