import { AppError } from '../../shared/domain/errors.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { FittedModel, Trainer, TrainingSet } from '../../shared/ports/training.js';
import type { TrainedModel, TrainingRequest } from '../../shared/ports/training-runner.js';
import type { Course } from './course.js';

/** A model of the candidate version, ready to answer. */
interface Fitted {
  readonly trained: TrainedModel;
  readonly model: LearnedModel;
}

export interface Fits {
  /** Fitted now, or kept where that failed. */
  readonly models: ReadonlyMap<ModelName, Fitted>;
  readonly declined: Partial<Record<ModelName, string>>;
}

export interface FitOptions {
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  readonly course: Course;
  /** Of the whole run. */
  readonly share: number;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal;
}

/** Fits every model that was asked for, one after the other; what fails is replaced by what serves, with the reason. */
export async function fitModels(
  set: TrainingSet,
  request: TrainingRequest,
  options: FitOptions,
): Promise<Fits> {
  const models = new Map<ModelName, Fitted>();
  const declined: Partial<Record<ModelName, string>> = {};
  const asked = [...options.trainers.values()].filter(({ name }) => request.models.includes(name));
  for (const trainer of asked) {
    const outcome = await attempt(trainer, set, { request, options, among: asked.length });
    if (typeof outcome !== 'string') models.set(trainer.name, outcome);
    else declined[trainer.name] = outcome;
  }
  for (const [name, serving] of request.serving) {
    const trainer = options.trainers.get(name);
    if (models.has(name) || trainer === undefined) continue;
    const model = await loaded(trainer, serving);
    if (typeof model !== 'string') models.set(name, { trained: serving, model });
  }
  return { models, declined };
}

/** The model, or why there is none. */
async function attempt(
  trainer: Trainer,
  set: TrainingSet,
  {
    request,
    options,
    among,
  }: {
    readonly request: TrainingRequest;
    readonly options: FitOptions;
    readonly among: number;
  },
): Promise<Fitted | string> {
  const checkpoint = options.course.stage(`Training ${trainer.name}`, options.share / among);
  const previous = request.serving.get(trainer.name)?.files;
  const { seed } = request;
  try {
    const reason = trainer.declines(set);
    if (reason !== undefined) return reason;
    await checkpoint(0, 1);
    const fitted = await trainer.fit(set, {
      ...{ seed, timeLimitMs: options.timeLimitMs, checkpoint },
      ...(previous && { previous }),
    });
    refuseBroken(fitted);
    return await ready(trainer, fitted);
  } catch (error) {
    options.signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

async function ready(trainer: Trainer, { files, figures }: FittedModel): Promise<Fitted> {
  const { name, parameters } = trainer;
  const model = await trainer.load(files);
  return { trained: { name, parameters, figures, metrics: {}, files }, model };
}

/** JSON has no name for what is not finite, and a model with such a loss is none. */
function refuseBroken({ figures }: FittedModel): void {
  for (const [name, figure] of Object.entries(figures)) {
    if (Number.isFinite(figure)) continue;
    throw new AppError('invalid', `its figure ${name} must be finite, and is ${figure}`);
  }
}

/** The model, or why it cannot be read. */
export async function loaded(
  trainer: Trainer,
  { files }: TrainedModel,
): Promise<LearnedModel | string> {
  try {
    return await trainer.load(files);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
