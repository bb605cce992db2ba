import type { ModelName } from '../../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../../shared/ports/learned-model.js';
import type {
  Figures,
  FitContext,
  Trainer,
  TrainingSet,
} from '../../../../shared/ports/training.js';

/** What making a model cost. */
export interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export interface LearnedFits {
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly costs: ReadonlyMap<ModelName, Cost>;
  readonly figures: ReadonlyMap<ModelName, Figures>;
  /** Models that could not be fitted, each with the reason. */
  readonly declined: ReadonlyMap<ModelName, string>;
}

export interface FitOptions extends Pick<FitContext, 'seed' | 'timeLimitMs'> {
  readonly trainers: readonly Trainer[];
  /** For the work called `stage`. */
  readonly checkpointFor: (stage: string) => FitContext['checkpoint'];
  /** Ends the run rather than one model of it. */
  readonly signal?: AbortSignal;
}

/** Fits models one after the other; one that fails is told of and left out. */
export async function fitLearned(set: TrainingSet, options: FitOptions): Promise<LearnedFits> {
  const models = new Map<ModelName, LearnedModel>();
  const costs = new Map<ModelName, Cost>();
  const figures = new Map<ModelName, Figures>();
  const declined = new Map<ModelName, string>();
  for (const trainer of options.trainers) {
    const { name } = trainer;
    const { cost, result } = await costOf(() => attempt(trainer, set, options));
    if (typeof result === 'string') {
      declined.set(name, result);
      continue;
    }
    models.set(name, result.model);
    costs.set(name, cost);
    figures.set(name, result.figures);
  }
  return { models, costs, figures, declined };
}

/** The model, or why there is none. */
async function attempt(
  trainer: Trainer,
  set: TrainingSet,
  { seed, timeLimitMs, checkpointFor, signal }: FitOptions,
): Promise<{ readonly model: LearnedModel; readonly figures: Figures } | string> {
  const reason = trainer.declines(set);
  if (reason !== undefined) return reason;
  const checkpoint = checkpointFor(`Training ${trainer.name}`);
  const limit = timeLimitMs === undefined ? {} : { timeLimitMs };
  try {
    const { files, figures } = await trainer.fit(set, { seed, checkpoint, ...limit });
    return { model: await trainer.load(files), figures };
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

/** Processor time is that of the whole process, all its threads. */
export async function costOf<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cost: Cost }> {
  const [cpuBefore, startedAtMs] = [process.cpuUsage(), performance.now()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  const wallSeconds = (performance.now() - startedAtMs) / 1_000;
  return { result, cost: { cpuSeconds: (user + system) / 1e6, wallSeconds } };
}
