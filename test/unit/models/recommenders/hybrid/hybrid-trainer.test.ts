import { describe, expect, it } from 'vitest';
import { createHybridTrainer } from '../../../../../models/recommenders/hybrid/hybrid-trainer.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

const quick = createHybridTrainer({ dimension: 8, epochs: 20 });

/** Even shoppers choose even items and odd ones odd items, each all but the one numbered like themselves. */
function checkerboard(): TrainingSet {
  const items = Array.from({ length: 20 }, (_, item) => item);
  const histories = items.map((shopper) =>
    items.filter((item) => item % 2 === shopper % 2 && item !== shopper).map((item) => `i-${item}`),
  );
  return trainingSetOf({ histories });
}

async function fitted(set: TrainingSet, trainer = quick) {
  const { files } = await trainer.fit(set, fitContext());
  return trainer.load(files);
}

const viewed = (...ids: readonly string[]) =>
  ids.map((itemId) => ({ itemId, kind: 'view' as const, ts: 0 }));

describe('hybrid trainer', () => {
  it('ranks the withheld item of a checkerboard before all that others chose', async () => {
    const model = await fitted(checkerboard());
    const history = viewed('i-2', 'i-4', 'i-6', 'i-8', 'i-10', 'i-12', 'i-14', 'i-16', 'i-18');
    const { itemIds } = await model.rank({ history, now: 0, count: 10 });
    expect(itemIds).toContain('i-0');
    expect(itemIds.every((id) => Number(id.slice(2)) % 2 === 0)).toBe(true);
  });

  it('gives the same files for the same seed', async () => {
    const [once, again] = await Promise.all(
      [1, 2].map(() => quick.fit(checkerboard(), fitContext({ seed: 7 }))),
    );
    expect(again?.files).toEqual(once?.files);
  });
});
