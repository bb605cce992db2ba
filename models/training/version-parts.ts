import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { ModelFiles } from '../../shared/ports/training.js';
import type { CountingModels } from '../recommenders/counting-models.js';
import { createEnsemble } from '../recommenders/ensemble/ensemble.js';

/** What mixes the models of a version, fitted after them. */
export const mixerNames = ['blend', 'session'] as const;
export type MixerName = (typeof mixerNames)[number];

/** The models of a version and what mixes them. */
export interface VersionParts {
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly mixers: ReadonlyMap<MixerName, ModelFiles>;
}

/** The default answer of a version, as it is served. Throws `invalid` for mixers that cannot be read. */
export function blendOf(counting: CountingModels, parts: VersionParts): Recommender {
  const { recommenders } = createEnsemble(counting, { version: 'judged', ...parts });
  const blend = recommenders.get('blend');
  if (blend === undefined) throw new Error('every ensemble has a blend');
  return blend;
}
