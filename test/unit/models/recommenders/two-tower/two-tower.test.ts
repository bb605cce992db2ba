import { describe, expect, it } from 'vitest';
import { createTwoTowerTrainer } from '../../../../../models/recommenders/two-tower/two-tower.js';
import type { Interaction } from '../../../../../shared/domain/event.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

const small = { dimension: 16, hidden: 16, batchSize: 64, candidates: 40, textDimension: 6 };
const trainer = createTwoTowerTrainer(small);

/** Sessions that step round one of two rings of items, each item followed by the next of its ring. */
function rings(sessions: number): TrainingSet {
  const histories = Array.from({ length: sessions }, (_, session) =>
    Array.from({ length: 4 }, (_, step) => `${session % 2 ? 'x' : 'y'}${(session + step) % 8}`),
  );
  return trainingSetOf({ histories });
}

function viewsOf(...itemIds: readonly string[]): readonly Interaction[] {
  return itemIds.map((itemId, at) => ({ itemId, kind: 'view', ts: at * 60_000 }));
}

async function fitted(set: TrainingSet): Promise<LearnedModel> {
  const { files } = await trainer.fit(set, fitContext());
  return trainer.load(files);
}

describe('the two-tower model', () => {
  it('puts the next item of a sequence first', async () => {
    const model = await fitted(rings(120));
    for (const [last, next] of [
      ['x3', 'x4'],
      ['y6', 'y7'],
    ] as const) {
      const { itemIds } = await model.rank({ history: viewsOf(last), now: 0, count: 3 });
      expect(itemIds[0]).toBe(next);
    }
    await model.close();
  });
});
