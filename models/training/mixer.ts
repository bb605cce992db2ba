import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { ModelFiles } from '../../shared/ports/training.js';
import type { TrainedModel } from '../../shared/ports/training-runner.js';
import type { CountingModels } from '../recommenders/counting-models.js';
import type { Checkpoint } from './course.js';

/** What an answer is mixed from. */
export interface Ingredients {
  readonly learned: ReadonlyMap<ModelName, LearnedModel>;
  readonly counting: CountingModels;
}

/** Makes one answer of all models. */
export interface Mixer {
  /** Fits how much each model counts, on cases that no model was fitted to; the models that hold the outcome. */
  fit(
    ingredients: Ingredients,
    cases: readonly EvaluationCase[],
    run: { readonly seed: number; readonly checkpoint: Checkpoint },
  ): Promise<readonly TrainedModel[]>;
  /** The answer of a version, `files` holding what `fit` made for it; without any it mixes as is usual. */
  combine(
    ingredients: Ingredients,
    files: ReadonlyMap<ModelName, ModelFiles>,
  ): Promise<Recommender>;
}
