import { AppError } from '../../shared/domain/errors.js';
import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { Verdict } from '../../shared/domain/model-version.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { ModelFiles, Trainer } from '../../shared/ports/training.js';
import type { TrainedModel } from '../../shared/ports/training-runner.js';
import type { CountingModels } from '../recommenders/counting-models.js';
import { bootstrapMean } from './bootstrap.js';
import type { Checkpoint } from './course.js';
import { type Fitted, loaded } from './fit-models.js';
import { depth, judge, type Ranks, scoresOf } from './judge.js';
import { blendOf, type MixerName, mixerNames, type VersionParts } from './version-parts.js';

export interface Contest {
  readonly cases: readonly EvaluationCase[];
  /** Of both sides: they know nothing of the cases. */
  readonly counting: CountingModels;
  readonly seed: number;
  readonly checkpoint: Checkpoint;
}

/** Judges a candidate against what serves, asked the same questions on the same counting models. */
export async function judgeVersion(
  candidate: VersionParts,
  serving: VersionParts,
  { cases, counting, seed, checkpoint }: Contest,
): Promise<Verdict> {
  const answered = async (parts: VersionParts) =>
    scoresOf(answersOf(readable(counting, parts)), cases, checkpoint);
  const scores = [await answered(candidate), await answered(serving)] as const;
  const rival = serving.models.size > 0 ? 'what serves' : 'the counting models';
  return judge(...scores, { seed, rival });
}

/** The models with what each is worth by itself. */
export async function measureModels(
  models: readonly Fitted[],
  { cases, seed, checkpoint }: Omit<Contest, 'counting'>,
): Promise<readonly TrainedModel[]> {
  const measured: TrainedModel[] = [];
  for (const { trained, model } of models) {
    const scores = await scoresOf(ranksOf(model), cases, checkpoint);
    const metrics = scores.length > 0 ? { [`ndcg@${depth}`]: bootstrapMean(scores, seed) } : {};
    measured.push({ ...trained, metrics });
  }
  return measured;
}

/** What serves, loaded anew; a model that cannot be read is left out, as it is when it serves. */
export async function servingParts(
  serving: ReadonlyMap<ModelName, TrainedModel>,
  trainers: ReadonlyMap<ModelName, Trainer>,
): Promise<VersionParts> {
  const models = new Map<ModelName, LearnedModel>();
  const mixers = new Map<MixerName, ModelFiles>();
  for (const [name, entry] of serving) {
    const trainer = trainers.get(name);
    const model = trainer && (await loaded(trainer, entry));
    if (model !== undefined && typeof model !== 'string') models.set(name, model);
  }
  for (const name of mixerNames) {
    const files = serving.get(name)?.files;
    if (files) mixers.set(name, files);
  }
  return { models, mixers };
}

function readable(counting: CountingModels, parts: VersionParts): Recommender {
  try {
    return blendOf(counting, parts);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return blendOf(counting, { ...parts, mixers: new Map() });
  }
}

const answersOf =
  (recommender: Recommender): Ranks =>
  async ({ history, targets: [target] }) => {
    const now = target?.ts ?? 0;
    const query = { history, count: depth, now, accept: () => true };
    return (await recommender.recommend(query)).map(({ itemId }) => itemId);
  };

const ranksOf =
  (model: LearnedModel): Ranks =>
  async ({ history, traits, targets: [target] }) => {
    const query = { history, ...(traits && { traits }), now: target?.ts ?? 0, count: depth };
    return (await model.rank(query)).itemIds;
  };
