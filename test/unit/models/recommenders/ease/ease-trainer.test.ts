import { describe, expect, it } from 'vitest';
import { createEaseTrainer } from '../../../../../models/recommenders/ease/ease-trainer.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

/** 60 shoppers, each of one of two tastes of 10 items. */
function tastes() {
  const random = seededRandom(3);
  const histories = Array.from({ length: 60 }, (_, shopper) =>
    Array.from(
      { length: 7 },
      () => `${shopper % 2 === 0 ? 'red' : 'blue'}-${Math.floor(10 * random())}`,
    ),
  );
  return trainingSetOf({ histories });
}
const step = (itemId: string, kind: 'view' | 'dismiss' = 'view') => ({ itemId, kind, ts: 0 });
const asked = { now: 0, count: 5 };

async function fitted() {
  const trainer = createEaseTrainer();
  const { files, figures } = await trainer.fit(tastes(), fitContext());
  return { trainer, files, figures, model: await trainer.load(files) };
}

describe('EASE', () => {
  it('names items of the taste that the history shows', async () => {
    const { model } = await fitted();
    const history = [step('red-1'), step('red-2')];
    const { itemIds, scores } = await model.rank({ ...asked, history });
    expect(itemIds.every((id) => id.startsWith('red'))).toBe(true);
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
    expect(model.size).toBe(20);
    await model.close();
  });

  it('scores given items, and none that it does not know', async () => {
    const { model } = await fitted();
    const { amongScores = [] } = await model.rank({
      ...asked,
      history: [step('red-1')],
      among: ['red-2', 'blue-2', 'unheard-of'],
    });
    const [red = 0, blue = 0, unknown] = amongScores;
    expect(red).toBeGreaterThan(blue);
    expect(unknown).toBeNaN();
  });

  it('has nothing to say to a history that it knows nothing of, or that was dismissed', async () => {
    const { model } = await fitted();
    for (const history of [[], [step('unheard-of')], [step('red-1'), step('red-1', 'dismiss')]]) {
      expect((await model.rank({ ...asked, history })).itemIds).toEqual([]);
    }
  });

  it('gives no items for a count of nothing', async () => {
    const { model } = await fitted();
    const { itemIds } = await model.rank({ ...asked, count: 0, history: [step('red-1')] });
    expect(itemIds).toEqual([]);
  });

  it('is the same for the same seed, and chooses its regularisation on held-out items', async () => {
    const [first, second] = [await fitted(), await fitted()];
    expect(first.files).toEqual(second.files);
    expect([100, 300, 1_000]).toContain(first.figures['regularisation']);
    expect(first.figures['gain']).toBeGreaterThan(0);
  });

  it('takes its default regularisation where the items are many', async () => {
    const trainer = createEaseTrainer({ maxItemsOfChoice: 10, regularisation: 7 });
    const { figures } = await trainer.fit(tastes(), fitContext());
    expect(figures).toMatchObject({ regularisation: 7, items: 20 });
  });

  it('declines a shop of too few or too many items, saying so', () => {
    const alone = trainingSetOf({ histories: [['a']] });
    expect(createEaseTrainer().declines(alone)).toContain('at least 2 items with events');
    expect(createEaseTrainer({ maxItems: 19 }).declines(tastes())).toContain('there are 20');
    expect(createEaseTrainer().declines(tastes())).toBeUndefined();
  });

  it('stops when it is cancelled, wherever that is', async () => {
    let checkpoints = 0;
    const counting = fitContext({
      async checkpoint(done, total) {
        checkpoints += 1;
        expect(done).toBeLessThanOrEqual(total + 1);
      },
    });
    await createEaseTrainer().fit(tastes(), counting);
    for (let after = 0; after < checkpoints; after += 1) {
      const fit = createEaseTrainer().fit(tastes(), fitContext({ cancelAfter: after }));
      await expect(fit).rejects.toThrow('cancelled by the test');
    }
  });

  it('says which hyperparameters are in effect', () => {
    expect(createEaseTrainer({ denoising: 0.5 }).parameters).toEqual({
      regularisations: '100 300 1000',
      denoising: 0.5,
      weightsPerItem: 400,
    });
  });
});
