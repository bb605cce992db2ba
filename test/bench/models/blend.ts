import type { CountingModels } from '../../../models/recommenders/counting-models.js';
import { createCountingModels } from '../../../models/recommenders/counting-models.js';
import { fitBlend } from '../../../models/recommenders/ensemble/blend/fit-blend.js';
import { createEnsemble } from '../../../models/recommenders/ensemble/ensemble.js';
import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';
import { builtInEventTypes, type Interaction } from '../../../shared/domain/event.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { Ensemble } from '../../../shared/ports/recommender.js';
import type { Trainer } from '../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../support/training-set.js';
import { readSequences } from '../quality/data.js';
import { measure } from '../quality/measure.js';
import { historyOf, itemChange, learn, prefixCases, startMs } from '../quality/sessions.js';
import type { Row } from '../report.js';
import { type MovieLens, precisionAndAuc, readMovieLens } from './movie-lens.js';

type Models = ReadonlyMap<ModelName, LearnedModel>;
type Histories = readonly (readonly Interaction[])[];

const spanMs = 3 * 86_400_000;

function skipped(data: string): readonly Row[] {
  return [{ data, model: 'blend', measured: 'skipped: the data is not here', bar: '' }];
}

async function fitAll(trainers: readonly Trainer[], histories: Histories): Promise<Models> {
  const set = trainingSetOf({
    histories: histories.map((history) =>
      history.map(({ itemId, kind, ts }) => ({ item: itemId, kind, ts })),
    ),
  });
  const models = new Map<ModelName, LearnedModel>();
  for (const trainer of trainers) {
    if (trainer.declines(set) !== undefined) continue;
    const { files } = await trainer.fit(set, fitContext());
    models.set(trainer.name, await trainer.load(files));
  }
  return models;
}

/** The blend with weights fitted on cases that neither the counting nor the learned models have seen. */
async function fitted(
  fitting: { readonly counting: CountingModels; readonly models: Models },
  cases: readonly EvaluationCase[],
  serving: { readonly counting: CountingModels; readonly models: Models },
): Promise<Ensemble> {
  const { files } = await fitBlend(cases, fitting, fitContext());
  const mixers = new Map([['blend', files] as const]);
  return createEnsemble(serving.counting, { version: 'bench', models: serving.models, mixers });
}

/** MovieLens-100K ua: weights fitted on a tenth of each user's training items, drawn at random. */
export async function blendOnMovieLens(trainers: readonly Trainer[]): Promise<readonly Row[]> {
  const data = 'MovieLens-100K ua, training items excluded, precision@10/AUC';
  const movieLens = readMovieLens();
  if (movieLens === undefined) return skipped(data);
  const whole = [...movieLens.histories];
  const random = seededRandom(11);
  const split = whole.map(([user, steps]) => {
    const isHidden = steps.map(() => random() < 0.1);
    const history = steps.filter((_, at) => !isHidden[at]);
    return { user, history, targets: steps.filter((_, at) => isHidden[at]) };
  });
  const cases = split
    .filter(({ targets }) => targets.length > 0)
    .map(({ user, history, targets }) => ({ shopper: user, history, targets }));
  const rest = split.map(({ user, history }) => [user, history] as const);
  const ensemble = await fitted(
    await sourcesOf(movieLens, trainers, rest),
    cases,
    await sourcesOf(movieLens, trainers, whole),
  );
  const rows: Row[] = [];
  for (const [model, recommender] of ensemble.recommenders) {
    const { precision, auc } = await precisionAndAuc(movieLens, async (shopper, all, accept) => {
      const query = { history: all, shopper, count: 2_000, now: all.at(-1)?.ts ?? 0, accept };
      return (await recommender.recommend(query)).map(({ itemId }) => itemId);
    });
    const measured = `${precision.toFixed(3)}/${auc.toFixed(3)}`;
    rows.push({ data, model, measured, bar: model === 'blend' ? '.27/.925' : '' });
  }
  return rows;
}

async function sourcesOf(
  { items }: MovieLens,
  trainers: readonly Trainer[],
  histories: readonly (readonly [string, readonly Interaction[]])[],
) {
  const counting = createCountingModels({ eventTypes: builtInEventTypes });
  counting.follower.apply(items.map(itemChange));
  for (const [userId, history] of histories) {
    counting.follower.apply(
      history.map(({ itemId, kind, ts }, at) => ({
        kind: 'event',
        event: { id: `${userId}-${at}`, userId, itemId, type: kind, ts },
      })),
    );
  }
  const models = await fitAll(
    trainers,
    histories.map(([, history]) => history),
  );
  return { counting, models };
}

/** RSC15 clicks 1/64: weights fitted on the last sessions of the training data; HR@20 and MRR@20 in percent. */
export async function blendOnYoochoose(trainers: readonly Trainer[]): Promise<readonly Row[]> {
  const data = 'Yoochoose 1/64, HR@20/MRR@20 %';
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  if (train === undefined || test === undefined) return skipped(data);
  const heldOut = 2_000;
  const rest = train.slice(0, -heldOut);
  const sources = async (sequences: typeof train) => ({
    counting: learn(sequences, { spanMs, owner: 'session' }),
    models: await fitAll(trainers, sequences.map(historyOf)),
  });
  const cases = [...prefixCases(train.slice(-heldOut))].map(({ history, target }, at) => ({
    shopper: `held-out-${at}`,
    history,
    targets: [{ itemId: target, kind: 'view' as const, ts: startMs + spanMs }],
  }));
  const ensemble = await fitted(await sources(rest), cases, await sources(train));
  const rows: Row[] = [];
  for (const [model, recommender] of ensemble.recommenders) {
    const protocol = { cases: prefixCases(test), cutoff: 20, now: startMs + spanMs };
    const { hitRate, reciprocalRank, medianMs, p95Ms } = await measure(recommender, protocol);
    const measured = `${(100 * hitRate).toFixed(1)}/${(100 * reciprocalRank).toFixed(1)}`;
    const time = `${medianMs.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)}`;
    const bar = model === 'blend' ? '70.6/30.9' : '';
    rows.push({ data, model, measured, 'an answer takes': time, bar });
  }
  return rows;
}
