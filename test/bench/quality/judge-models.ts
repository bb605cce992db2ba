import { setImmediate } from 'node:timers/promises';
import { createTrainers } from '../../../models/recommenders/trainers.js';
import {
  createMeasure,
  type Measured,
  type MeasureOptions,
} from '../../../models/training/evaluation/measure/measure.js';
import {
  type TrainedModels,
  trainModels,
} from '../../../models/training/evaluation/models/train-models.js';
import {
  type Protocol,
  usualSplit,
} from '../../../models/training/evaluation/protocols/protocol.js';
import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { Trainer, TrainingSet } from '../../../shared/ports/training.js';
import type { Row } from '../report.js';

/** What `--models=a,b` leaves of all models; everything where nothing was said. */
export type Wants = (model: ModelName) => boolean;

export interface Question {
  /** What is asked and in which figures. */
  readonly data: string;
  readonly train: TrainingSet;
  readonly cases: readonly EvaluationCase[];
  /** Metrics shown, one after the other. */
  readonly metrics: readonly string[];
  readonly show: (value: number) => string;
  readonly cutoff: number;
  /** What the mixers' weights are fitted on, within `train`. */
  readonly protocol: Protocol;
  readonly acceptFor?: MeasureOptions['acceptFor'];
  readonly candidatesOf?: MeasureOptions['candidatesOf'];
  /** Cases that played no part when constants were chosen; all where it is not given. */
  readonly isUntouched?: (at: number) => boolean;
  /** Trainers with hyperparameters for this data, in place of those with the usual ones. */
  readonly trainers?: readonly Trainer[];
  /** What the project holds itself to. */
  readonly bars?: Readonly<Partial<Record<ModelName, string>>>;
}

/** Ten minutes of two cores for each model. */
const timeLimitMs = 600_000;
const seed = 1;
const counting: readonly ModelName[] = ['popular', 'co-visitation', 'session-knn'];

export function skipped(data: string): readonly Row[] {
  return [{ data, model: '', measured: 'skipped: the data is not here' }];
}

/**
 * Trains all models that are wanted, the mixture of them too, and asks each every case: the same question once more with
 * what a `variant` says instead.
 */
export async function judgeModels(
  question: Question,
  wants: Wants,
  ...variants: readonly Partial<Question>[]
): Promise<readonly Row[]> {
  const { train, protocol } = question;
  const own = new Map(question.trainers?.map((trainer) => [trainer.name, trainer]));
  const trainers = [...createTrainers().values()]
    .map((trainer) => own.get(trainer.name) ?? trainer)
    .filter(({ name }) => wants(name));
  const split = { ...usualSplit, seed, heldOutShare: 0.05 };
  const trained = await trainModels(train, {
    ...{ seed, trainers, timeLimitMs, checkpointFor },
    mixers: wants('blend') ? ['blend'] : [],
    holdOut: (part) => protocol.split(part, split),
  });
  const names = [...counting, ...trainers.map(({ name }) => name), 'blend' as const].filter(wants);
  const rows: Row[] = [];
  for (const each of [question, ...variants.map((variant) => ({ ...question, ...variant }))]) {
    for (const name of names) rows.push(await rowOf(each, name, trained));
  }
  await trained.close();
  return rows;
}

async function rowOf(question: Question, model: ModelName, trained: TrainedModels): Promise<Row> {
  const { data, train, cases } = question;
  const recommender = trained.recommenders.get(model);
  const reason = trained.declined.get(model) ?? 'unknown';
  if (recommender === undefined) return { data, model, measured: `not made: ${reason}` };
  const measure = createMeasure(train, cases, measureOptions(question, model));
  const cost = trained.costs.get(model);
  const spent = cost && {
    'training, CPU s': cost.cpuSeconds.toFixed(1),
    'wall s': cost.wallSeconds.toFixed(1),
  };
  return { ...figuresOf(question, model, await measure(recommender)), ...spent };
}

function measureOptions({ cutoff, acceptFor, candidatesOf }: Question, name: ModelName) {
  return {
    ...{ cutoffs: [cutoff], seed, checkpoint: checkpointFor(`Asking ${name}`) },
    ...(acceptFor && { acceptFor }),
    ...(candidatesOf && { candidatesOf }),
  };
}

function figuresOf(question: Question, model: ModelName, { scores, summary }: Measured): Row {
  const { data, metrics, show, isUntouched = () => true, bars = {} } = question;
  const figures = metrics.map((metric) => summary.views[0]?.metrics[metric]);
  const unseen = metrics.map((metric) => {
    const own = (scores.get(metric) ?? new Float64Array(0)).filter((_, at) => isUntouched(at));
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  const { median, p95 } = summary.latencyMs;
  return {
    ...{ data, model, measured: figures.map((each) => show(each?.mean ?? 0)).join('/') },
    '95 % within': figures
      .map((each) => `±${show(((each?.high ?? 0) - (each?.low ?? 0)) / 2)}`)
      .join('/'),
    ...(question.isUntouched && { unseen: unseen.map(show).join('/') }),
    bar: bars[model] ?? '',
    'an answer takes': `${median.toFixed(2)} ms, p95 ${p95.toFixed(2)}`,
  };
}

/** A line now and then, so that nobody wonders whether it still runs. */
function checkpointFor(stage: string) {
  let nextAtMs = 0;
  return async (done: number, total: number, note = ''): Promise<void> => {
    await setImmediate();
    if (performance.now() < nextAtMs) return;
    nextAtMs = performance.now() + 15_000;
    process.stderr.write(`${stage}: ${done} of ${total} ${note}\n`);
  };
}

export function percent(share: number): string {
  return (share * 100).toFixed(1);
}

export function thousandths(share: number): string {
  return share.toFixed(3);
}
