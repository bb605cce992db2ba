import { bootstrapDifference } from '../../../shared/domain/evaluation/bootstrap.js';
import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { FitContext, Trainer, TrainingSet } from '../../../shared/ports/training.js';
import type { Evaluation, ModelEvaluation } from './evaluation.js';
import { createMeasure, type Measured } from './measure/measure.js';
import { type TrainedModels, trainModels } from './models/train-models.js';
import type { Protocol, Split, SplitOptions } from './protocols/protocol.js';
import { acceptSampled } from './protocols/sampled.js';
import { acceptUnseen, wantingUnseen } from './protocols/unseen.js';

export interface EvaluateOptions {
  /** The first is what the others are compared with. */
  readonly models: readonly ModelName[];
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  readonly protocol: Protocol;
  readonly split: SplitOptions;
  readonly cutoffs: readonly number[];
  /** Of more cases every n-th is asked. */
  readonly maxCases: number;
  /** Lists leave out what the shopper knows, and that is not asked for. */
  readonly isUnseenOnly: boolean;
  /** Where given, each case ranks its targets among so many items drawn by chance. */
  readonly negatives?: number;
  /** Asks for whole rankings, for AUC: costs in proportion to the catalogue. */
  readonly wantsAuc?: boolean;
  /** For each learned model. */
  readonly timeLimitMs?: number;
  readonly checkpointFor: (stage: string) => FitContext['checkpoint'];
  readonly signal?: AbortSignal;
}

type Judged = Omit<Evaluation, 'data'>;

/** Divides the set, trains models on one part and judges them on the other. */
export async function evaluateModels(set: TrainingSet, options: EvaluateOptions): Promise<Judged> {
  const { protocol, split, isUnseenOnly, cutoffs } = options;
  const { train, cases: all } = protocol.split(set, split);
  const wanted = isUnseenOnly ? wantingUnseen(all) : all;
  const cases = everyNth(wanted, options.maxCases);
  const trained = await trainModels(train, {
    ...optionsOf(options),
    holdOut: (part) => protocol.split(part, split),
  });
  try {
    const { models, declined } = await judge(trained, { train, cases }, options);
    const { name, summary } = protocol;
    const sizes = { cases: cases.length, casesInAll: wanted.length };
    return {
      formatVersion: 1,
      protocol: {
        ...{ name, summary, isUnseenOnly },
        ...(options.negatives !== undefined && { negatives: options.negatives }),
        ...{ trainingEvents: train.events.item.length, ...sizes },
      },
      ...{ cutoffs, seed: split.seed, headline: headlineOf(options), models, declined },
    };
  } finally {
    await trained.close();
  }
}

function optionsOf({ models, trainers, split, ...rest }: EvaluateOptions) {
  const { checkpointFor, signal, timeLimitMs } = rest;
  return {
    seed: split.seed,
    trainers: [...trainers.values()].filter(({ name }) => models.includes(name)),
    mixers: (['blend', 'session'] as const).filter((name) => models.includes(name)),
    checkpointFor,
    ...(signal && { signal }),
    ...(timeLimitMs !== undefined && { timeLimitMs }),
  };
}

function headlineOf({ cutoffs }: EvaluateOptions): string {
  return `ndcg@${Math.max(...cutoffs)}`;
}

async function judge(
  trained: TrainedModels,
  { train, cases }: Split,
  options: EvaluateOptions,
): Promise<Pick<Evaluation, 'models' | 'declined'>> {
  const declined: Partial<Record<ModelName, string>> = Object.fromEntries(trained.declined);
  const models: ModelEvaluation[] = [];
  const asking = askingOf({ train, cases }, options);
  let first: Measured | undefined;
  for (const name of options.models) {
    const recommender = trained.recommenders.get(name);
    if (recommender === undefined) {
      declined[name] ??= 'no such model is made by this version';
      continue;
    }
    const measure = createMeasure(train, cases, { ...measureOptions(options, name), ...asking });
    const measured = await measure(recommender);
    const difference = first && differenceOf(measured, first, options);
    first ??= measured;
    const cost = trained.costs.get(name);
    models.push({
      ...{ name, summary: measured.summary, figures: trained.figures.get(name) ?? {} },
      ...(difference && { difference }),
      ...(cost && { cost }),
    });
  }
  return { models, declined };
}

function measureOptions(options: EvaluateOptions, name: ModelName) {
  const { cutoffs, split, signal } = options;
  return {
    ...{ cutoffs, seed: split.seed, checkpoint: options.checkpointFor(`Asking ${name}`) },
    ...(signal && { signal }),
  };
}

/** What lists may hold, the same for every model, and how many items that is where whole rankings are wanted. */
function askingOf({ train, cases }: Split, options: EvaluateOptions) {
  const { negatives: count, split, isUnseenOnly, wantsAuc } = options;
  const itemIds = train.items.map(({ id }) => id);
  const acceptFor =
    count === undefined
      ? isUnseenOnly && acceptUnseen
      : acceptSampled(itemIds, cases, { count, seed: split.seed });
  if (!acceptFor) return wantsAuc ? { candidatesOf: () => itemIds.length } : {};
  if (!wantsAuc) return { acceptFor };
  const sizes = new Map(cases.map((one) => [one, itemIds.filter(acceptFor(one)).length]));
  return { acceptFor, candidatesOf: (asked: EvaluationCase) => sizes.get(asked) ?? 0 };
}

function differenceOf(measured: Measured, first: Measured, options: EvaluateOptions) {
  const headline = headlineOf(options);
  const [own, baseline] = [measured.scores.get(headline), first.scores.get(headline)];
  return own && baseline && bootstrapDifference(own, baseline, options.split.seed, measured.groups);
}

function everyNth(cases: readonly EvaluationCase[], most: number): readonly EvaluationCase[] {
  const stride = Math.max(1, Math.ceil(cases.length / most));
  return cases.filter((_, at) => at % stride === 0);
}
