import { createTwoTowerTrainer } from '../../../../../models/recommenders/two-tower/two-tower.js';
import type { Interaction } from '../../../../../shared/domain/event.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import type { ModelFiles, TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

export const small = {
  dimension: 16,
  hidden: 16,
  batchSize: 64,
  candidates: 40,
  textDimension: 6,
};
export const trainer = createTwoTowerTrainer(small);

/** Sessions that step round one of two rings of eight items, each item followed by the next of its ring. */
export function ringHistories(sessions: number): string[][] {
  return Array.from({ length: sessions }, (_, session) =>
    Array.from({ length: 4 }, (_, step) => `${session % 2 ? 'x' : 'y'}${(session + step) % 8}`),
  );
}

export const rings = trainingSetOf({ histories: ringHistories(120) });

export function viewsOf(...itemIds: readonly string[]): readonly Interaction[] {
  return itemIds.map((itemId, at) => ({ itemId, kind: 'view', ts: at * 60_000 }));
}

export async function fitted(set: TrainingSet): Promise<LearnedModel> {
  const { files } = await trainer.fit(set, fitContext());
  return trainer.load(files);
}

export function bytesOf(files: ModelFiles): ReadonlyMap<string, string> {
  return new Map([...files].map(([name, file]) => [name, Buffer.from(file).toString('hex')]));
}
