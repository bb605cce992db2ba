import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { CountingModels } from '../counting-models.js';

/** What a mixer is fitted over: neither the counting nor the learned models may have seen what the cases ask for. */
export interface MixerSources {
  readonly counting: CountingModels;
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
}
