import { seededRandom } from '../../../shared/domain/random.js';
import type { Figures, FitContext } from '../../../shared/ports/training.js';
import { largestOfAll, weightLimit } from '../../numeric/largest.js';
import { type Batch, batchesOf } from './batches.js';
import { BestSoFar } from './best-so-far.js';
import type { GruOptions } from './options.js';
import type { Plan } from './plan.js';
import { openTraining, type Training } from './training.js';

export interface FittedNetwork {
  /** items × width: what was learned of each item beside its features. */
  readonly embeddings: Float32Array;
  /** items × width: what answers are scored with, of unit length. */
  readonly vectors: Float32Array;
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly figures: Figures;
}

/** Epochs of training steps until they are over, time is, or the shoppers held out are served no better. */
export async function fitNetwork(
  plan: Plan,
  context: FitContext,
  options: GruOptions,
): Promise<FittedNetwork> {
  const training = await openTraining(plan, options, seededRandom(context.seed));
  try {
    await context.checkpoint(0, 1, 'starting');
    const figures = await runEpochs({ plan, context, options, training });
    const { embeddings, weights } = training;
    return {
      embeddings,
      vectors: await training.vectors(),
      weights: Object.fromEntries(weights.names.map((name) => [name, weights.weight(name)])),
      figures,
    };
  } finally {
    await training.release();
  }
}

interface Fit {
  readonly plan: Plan;
  readonly context: FitContext;
  readonly options: GruOptions;
  readonly training: Training;
}

async function runEpochs({ plan, context, options, training }: Fit): Promise<Figures> {
  const { timeLimitMs = Number.POSITIVE_INFINITY, seed } = context;
  const { epochs, learningRate } = scheduleOf(plan, options);
  const startedMs = performance.now();
  const random = seededRandom(seed + 1);
  const best = new BestSoFar(training.embeddings, training.weights);
  let told: Epoch = { loss: Number.NaN, isOver: false };
  let epoch = 0;
  while (epoch < epochs && !told.isOver && best.sinceBest < options.patience) {
    const batches = batchesOf(plan.learned, options.batchRows, random);
    const total = epochs * batches.length;
    const endsMs = startedMs + timeLimitMs;
    told = await runEpoch({ training, context, learningRate, batches, epoch, total, endsMs });
    epoch += 1;
    refuseExcess(training, `epoch ${epoch} of ${epochs}`);
    if (plan.heldOut.first.length === 0) continue;
    const done = epoch * batches.length;
    best.offer(await training.judge(() => context.checkpoint(done, total, 'validating')));
  }
  best.restore();
  return {
    epochs: epoch,
    loss: told.loss,
    positions: plan.learned.lengths.reduce((sum, length) => sum + length, 0),
    seconds: (performance.now() - startedMs) / 1_000,
    ...(Number.isFinite(best.score) && { reciprocalRank: best.score }),
  };
}

function scheduleOf({ previous }: Plan, options: GruOptions) {
  return previous === undefined
    ? { epochs: options.epochs, learningRate: options.learningRate }
    : { epochs: options.warmEpochs, learningRate: options.warmLearningRate };
}

interface Epoch {
  readonly loss: number;
  readonly isOver: boolean;
}

interface EpochToRun {
  readonly training: Training;
  readonly context: FitContext;
  /** Of the first step of all. */
  readonly learningRate: number;
  readonly batches: readonly Batch[];
  readonly epoch: number;
  /** Steps of all epochs. */
  readonly total: number;
  /** When time is over, by `performance.now`. */
  readonly endsMs: number;
}

async function runEpoch(run: EpochToRun): Promise<Epoch> {
  const { training, context, learningRate, batches, epoch, total, endsMs } = run;
  let sum = 0;
  for (const [at, batch] of batches.entries()) {
    const done = epoch * batches.length + at;
    const loss = await training.step(batch, learningRate * (1 - done / total));
    refuseNonsense(loss, `epoch ${epoch + 1}, step ${at + 1} of ${batches.length}`);
    sum += loss;
    const mean = sum / (at + 1);
    await context.checkpoint(done + 1, total, `epoch ${epoch + 1}, loss ${mean.toFixed(3)}`);
    if (performance.now() > endsMs) return { loss: mean, isOver: true };
  }
  return { loss: sum / Math.max(1, batches.length), isOver: false };
}

function refuseNonsense(loss: number, when: string): void {
  if (Number.isFinite(loss)) return;
  throw new Error(`the GRU came apart in ${when}: its loss is ${loss}, expected a number`);
}

/** Cosines hide weights that left all bounds: the loss stays a number, while nothing more is learnt. */
function refuseExcess({ embeddings, weights }: Training, when: string): void {
  const dense = weights.names.map((name) => weights.weight(name));
  const largest = largestOfAll([embeddings, ...dense]);
  if (largest <= weightLimit) return;
  throw new Error(
    `the GRU came apart in ${when}: its largest weight is ${largest}, expected at most ${weightLimit}`,
  );
}
