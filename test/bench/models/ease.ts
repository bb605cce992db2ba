import { createEaseTrainer } from '../../../models/recommenders/ease/ease-trainer.js';
import { fitContext, trainingSetOf } from '../../support/training-set.js';
import type { Row } from '../report.js';
import { precisionAndAuc, readMovieLens } from './movie-lens.js';

const data = 'MovieLens-100K ua, training items excluded, precision@10/AUC';

/** EASE alone; its strength is chosen on a part of the training data. */
export async function easeOnMovieLens(): Promise<readonly Row[]> {
  const movieLens = readMovieLens();
  if (movieLens === undefined) {
    return [{ data, model: 'ease', measured: 'skipped: the data is not here', bar: '' }];
  }
  const trainer = createEaseTrainer();
  const histories = [...movieLens.histories.values()].map((history) =>
    history.map(({ itemId, kind, ts }) => ({ item: itemId, kind, ts })),
  );
  const { files } = await trainer.fit(trainingSetOf({ histories }), fitContext());
  const model = await trainer.load(files);
  const { precision, auc } = await precisionAndAuc(movieLens, async (_, history, accept) => {
    const { itemIds } = await model.rank({ history, now: 0, count: model.size });
    return itemIds.filter(accept);
  });
  const measured = `${precision.toFixed(3)}/${auc.toFixed(3)}`;
  return [{ data, model: 'ease', measured, bar: '.27/.925' }];
}
