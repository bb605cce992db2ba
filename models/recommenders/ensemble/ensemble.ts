import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { Ensemble } from '../../../shared/ports/recommender.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { CountingModels } from '../counting-models.js';
import { readBlend } from './blend/blend-files.js';
import { BlendRecommender } from './blend/blend-recommender.js';
import { createBlendScorer } from './blend/blend-scorer.js';
import { untrainedBlend } from './blend/blend-settings.js';
import { createEnsembleEmbedder } from './ensemble-embedder.js';
import { createLearnedRecommender } from './learned-recommender.js';
import type { LearnedGroup, OnDegraded } from './parts/learned-group.js';
import { createSessionRanker } from './session/session-ranker.js';

/** Learned models of one version, without the mixers. */
export interface LearnedVersion {
  readonly version: string;
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly mixers: ReadonlyMap<'blend' | 'session', ModelFiles>;
}

/**
 * All that answers with one version: the counting models alone where there is none. A learned model that fails is left
 * out of the answer and told of. Throws `invalid` for mixers of another format.
 */
export function createEnsemble(
  counting: CountingModels,
  learned: LearnedVersion | undefined,
  onDegraded: OnDegraded = () => undefined,
): Ensemble {
  const { evidence } = counting;
  const group: LearnedGroup = { models: learned?.models ?? new Map(), onDegraded };
  const blendFiles = learned?.mixers.get('blend');
  const { recommendations, rank } = blendFiles
    ? readBlend(blendFiles, (part) => part !== 'content' && group.models.has(part))
    : untrainedBlend;
  const own = [...group.models.values()].map((model) =>
    createLearnedRecommender(evidence, group, model),
  );
  const blend = new BlendRecommender(evidence, group, recommendations);
  const sessions = createSessionRanker(evidence, group, learned?.mixers.get('session'));
  const recommenders = [...counting.recommenders.values(), ...own, blend];
  return {
    recommenders: new Map(recommenders.map((recommender) => [recommender.name, recommender])),
    sessions,
    scorer: createBlendScorer(evidence, group, rank),
    embedder: createEnsembleEmbedder(counting.embedder, group),
    close: sessions.close,
  };
}
