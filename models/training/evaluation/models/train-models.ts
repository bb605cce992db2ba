import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { ModelName } from '../../../../shared/domain/ranking.js';
import type { Recommender } from '../../../../shared/ports/recommender.js';
import type { Figures, ModelFiles, TrainingSet } from '../../../../shared/ports/training.js';
import { fitBlend } from '../../../recommenders/ensemble/blend/fit-blend.js';
import { createEnsemble } from '../../../recommenders/ensemble/ensemble.js';
import { fitSession } from '../../../recommenders/ensemble/session/fit-session.js';
import type { Split } from '../protocols/protocol.js';
import { countingModelsOf } from './counting-models-of.js';
import { type Cost, costOf, type FitOptions, fitLearned } from './fit-learned.js';
import { sessionRecommender } from './session-recommender.js';

type MixerName = 'blend' | 'session';

export interface TrainOptions extends FitOptions {
  /** The mixers to fit: `blend`, `session` or both. */
  readonly mixers: readonly MixerName[];
  /** Holds back from the training part what mixers are fitted to. */
  readonly holdOut: (train: TrainingSet) => Split;
}

/** Models that answer, and what making them took. */
export interface TrainedModels {
  readonly recommenders: ReadonlyMap<ModelName, Recommender>;
  readonly costs: ReadonlyMap<ModelName, Cost>;
  readonly figures: ReadonlyMap<ModelName, Figures>;
  readonly declined: ReadonlyMap<ModelName, string>;
  close(): Promise<void>;
}

/** Of more, every n-th: weights are few. */
const mostMixingCases = 2_000;

/**
 * Everything that answers, learnt from `train` alone. Mixers are fitted first, over models that were fitted to a part of
 * it and cases from the rest; then all models are fitted to the whole.
 */
export async function trainModels(
  train: TrainingSet,
  options: TrainOptions,
): Promise<TrainedModels> {
  const mixed = await fitMixers(train, options);
  const fits = await fitLearned(train, options);
  const counted = await costOf(() =>
    countingModelsOf(train, options.checkpointFor('Counting events')),
  );
  const { mixers } = mixed;
  const ensemble = createEnsemble(counted.result, {
    ...{ version: 'evaluation', models: fits.models, mixers },
  });
  const countingCosts = [...counted.result.recommenders.keys()].map(
    (name) => [name, counted.cost] as const,
  );
  return {
    recommenders: new Map([
      ...ensemble.recommenders,
      ['session', sessionRecommender(ensemble.sessions)],
    ]),
    costs: new Map([...countingCosts, ...fits.costs, ...mixed.costs]),
    figures: new Map([...fits.figures, ...mixed.figures]),
    declined: fits.declined,
    async close() {
      for (const model of fits.models.values()) await model.close();
    },
  };
}

interface MixerFits {
  readonly mixers: ReadonlyMap<MixerName, ModelFiles>;
  readonly costs: ReadonlyMap<ModelName, Cost>;
  readonly figures: ReadonlyMap<ModelName, Figures>;
}

const fitters = { blend: fitBlend, session: fitSession };

async function fitMixers(train: TrainingSet, options: TrainOptions): Promise<MixerFits> {
  const mixers = new Map<MixerName, ModelFiles>();
  const costs = new Map<ModelName, Cost>();
  const figures = new Map<ModelName, Figures>();
  if (options.mixers.length === 0) return { mixers, costs, figures };
  const held = options.holdOut(train);
  const checkpointFor = (stage: string) => options.checkpointFor(`For the mixture: ${stage}`);
  const { models } = await fitLearned(held.train, { ...options, checkpointFor });
  const counting = await countingModelsOf(held.train, checkpointFor('counting events'));
  const cases = someOf(held.cases);
  for (const name of options.mixers) {
    const context = { seed: options.seed, checkpoint: options.checkpointFor(`Fitting ${name}`) };
    const fit = () => fitters[name](cases, { counting, models }, context);
    const { result, cost } = await costOf(fit);
    if (result.files.size > 0) mixers.set(name, result.files);
    costs.set(name, cost);
    figures.set(name, result.figures);
  }
  for (const model of models.values()) await model.close();
  return { mixers, costs, figures };
}

function someOf(cases: readonly EvaluationCase[]): readonly EvaluationCase[] {
  const stride = Math.max(1, Math.ceil(cases.length / mostMixingCases));
  return cases.filter((_, at) => at % stride === 0);
}
