import { expect, test } from 'vitest';
import { createGruTrainer } from '../../../../../models/recommenders/gru/gru-trainer.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

const small = { width: 16, epochs: 12, batchRows: 128, keptInputs: 1, keptStates: 1, steps: 8 };

/** Shoppers walk round a ring of 20 items, each from somewhere; names say nothing. */
function ring(shoppers = 120, steps = 6): readonly (readonly string[])[] {
  const random = seededRandom(3);
  return Array.from({ length: shoppers }, () => {
    const start = Math.floor(random() * 20);
    return Array.from({ length: steps }, (_, step) => itemAt(start + step));
  });
}

function itemAt(place: number): string {
  return `item-${String(place % 20).padStart(2, '0')}`;
}

function historyOf(items: readonly string[]) {
  return items.map((itemId, ts) => ({ itemId, kind: 'view' as const, ts }));
}

async function rank(model: LearnedModel, items: readonly string[], count = 3) {
  return model.rank({ history: historyOf(items), now: 0, count });
}

test('what others did next comes first', async () => {
  const trainer = createGruTrainer(small);
  const { files, figures } = await trainer.fit(trainingSetOf({ histories: ring() }), fitContext());
  const model = await trainer.load(files);
  for (let place = 0; place < 20; place += 1) {
    const { itemIds } = await rank(model, [itemAt(place), itemAt(place + 1)]);
    expect(itemIds[0]).toBe(itemAt(place + 2));
  }
  expect(figures['loss']).toBeLessThan(1);
  await model.close();
});
