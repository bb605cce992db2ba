import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { ModelFiles, Trainer } from '../../shared/ports/training.js';
import type { TrainedModel } from '../../shared/ports/training-runner.js';
import type { CountingModels } from '../recommenders/counting-models.js';
import { createEnsemble } from '../recommenders/ensemble/ensemble.js';
import { loaded } from './fit-models.js';

/** What mixes the models of a version, fitted after them. */
const mixerNames = ['blend', 'session'] as const;
export type MixerName = (typeof mixerNames)[number];

/** The models of a version and what mixes them, ready to answer. */
export interface VersionParts {
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly mixers: ReadonlyMap<MixerName, ModelFiles>;
}

/** Every answer of a version by name, as it is served, the default being `blend`. Throws `invalid` for unreadable mixers. */
export function recommendersOf(
  counting: CountingModels,
  parts: VersionParts,
): ReadonlyMap<ModelName, Recommender> {
  return createEnsemble(counting, { version: 'judged', ...parts }).recommenders;
}

/** What serves, loaded anew; a model that cannot be read is left out, as it is when it serves. */
export async function servingParts(
  serving: ReadonlyMap<ModelName, TrainedModel>,
  trainers: ReadonlyMap<ModelName, Trainer>,
): Promise<VersionParts> {
  const models = new Map<ModelName, LearnedModel>();
  for (const [name, entry] of serving) {
    const trainer = trainers.get(name);
    const model = trainer && (await loaded(trainer, entry));
    if (model !== undefined && typeof model !== 'string') models.set(name, model);
  }
  return { models, mixers: mixersOf([...serving.values()]) };
}

export function mixersOf(models: readonly TrainedModel[]): ReadonlyMap<MixerName, ModelFiles> {
  const mixers = new Map<MixerName, ModelFiles>();
  for (const { name, files } of models) {
    const mixer = mixerNames.find((one) => one === name);
    if (mixer !== undefined) mixers.set(mixer, files);
  }
  return mixers;
}
