import { type Random, seededRandom } from '../../../shared/domain/random.js';
import type { Figures, FitContext } from '../../../shared/ports/training.js';
import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { type Batch, batchesOf } from './batches.js';
import { BestSoFar } from './best-so-far.js';
import { type Choice, sampledCatalogue, wholeCatalogue } from './candidates.js';
import { fillEmbeddings, initialWeights } from './initial-weights.js';
import { itemVectorsOf } from './item-vectors.js';
import { Learner } from './learner.js';
import type { GruOptions } from './options.js';
import { type PackedArrays, pack } from './packed-batch.js';
import type { Plan } from './plan.js';
import { openValidation, type Validation } from './validation.js';
import { makeWorkspace } from './workspace.js';

export interface FittedNetwork {
  /** items × width. */
  readonly embeddings: Float32Array;
  readonly weights: DenseWeights;
  readonly figures: Figures;
}

interface Fit {
  readonly plan: Plan;
  readonly options: GruOptions;
  readonly context: FitContext;
  readonly epochs: number;
  readonly random: Random;
  readonly choice: Choice;
  readonly learner: Learner;
  readonly validation: Validation;
  readonly best: BestSoFar;
  readonly arrays: PackedArrays;
  readonly startedMs: number;
  vectors(): Promise<Float32Array>;
}

/** Epochs of training steps until they are over, time is, or the shoppers held out are served no better. */
export async function fitNetwork(
  plan: Plan,
  context: FitContext,
  options: GruOptions,
): Promise<FittedNetwork> {
  const { shape, vocabulary, features, previous } = plan;
  const random = seededRandom(context.seed);
  const items = vocabulary.itemIds.length;
  const maxPositions = options.batchRows + options.steps;
  const isWhole = items <= options.fullSoftmaxItems;
  const frequencies = frequenciesOf(plan);
  const maxCandidates = isWhole ? items : Math.min(items, options.negatives + maxPositions);
  const size = { items, width: shape.width, maxPositions, maxCandidates };
  const workspace = makeWorkspace(size);
  const embeddings = workspace.table.values;
  fillEmbeddings(embeddings, {
    ...{ width: shape.width, itemIds: vocabulary.itemIds, frequencies, random, previous },
    hasFeatures: shape.features > 0,
  });
  const weights = initialWeights(shape, random, previous);
  const learner = new Learner({ shape, options, workspace, weights, features, random });
  const validation = await openValidation(shape, options.steps, weights);
  const { negatives, popularityPower } = options;
  const sampling = { frequencies, negatives, popularityPower, maxPositions, random };
  const fit: Fit = {
    ...{ plan, options, context, random, learner, validation },
    epochs: previous === undefined ? options.epochs : options.warmEpochs,
    choice: isWhole ? wholeCatalogue(items, maxPositions) : sampledCatalogue(sampling),
    best: new BestSoFar(embeddings, weights),
    arrays: packedArrays(maxPositions),
    startedMs: performance.now(),
    vectors: () =>
      itemVectorsOf({
        ...{ width: shape.width, embeddings, features },
        featureWeights: shape.features > 0 ? weights.weight('featureWeights') : new Float32Array(0),
      }),
  };
  try {
    const figures = await runEpochs(fit);
    return { embeddings, weights, figures };
  } finally {
    await learner.release();
    await validation.release();
  }
}

async function runEpochs(fit: Fit): Promise<Figures> {
  const { options, plan, best, random, epochs } = fit;
  let loss = Number.NaN;
  let epoch = 0;
  let isOver = false;
  while (epoch < epochs && !isOver) {
    const batches = batchesOf(plan.learned, options.batchRows, random);
    const told = await runEpoch(fit, batches, epoch);
    loss = told.loss;
    isOver = told.isOver;
    epoch += 1;
    if (plan.heldOut.first.length === 0) continue;
    best.offer(await validate(fit));
    isOver ||= best.sinceBest >= options.patience;
  }
  best.restore();
  const seconds = (performance.now() - fit.startedMs) / 1_000;
  const positions = plan.learned.lengths.reduce((sum, length) => sum + length, 0);
  const judged = Number.isFinite(best.score) ? { reciprocalRank: best.score } : {};
  return { epochs: epoch, loss, positions, seconds, ...judged };
}

async function runEpoch(
  fit: Fit,
  batches: readonly Batch[],
  epoch: number,
): Promise<{ readonly loss: number; readonly isOver: boolean }> {
  const { context, options, plan, epochs, learner } = fit;
  const { timeLimitMs = Number.POSITIVE_INFINITY } = context;
  const total = epochs * batches.length;
  let sum = 0;
  for (const [at, batch] of batches.entries()) {
    const done = epoch * batches.length + at;
    const packed = pack(batch, { steps: plan.steps, windows: plan.learned }, fit.arrays);
    const candidates = fit.choice.choose(packed.targets);
    const loss = await learner.step(packed, candidates, options.learningRate * (1 - done / total));
    refuseNonsense(loss, `epoch ${epoch + 1}, step ${at + 1} of ${batches.length}`);
    sum += loss;
    await context.checkpoint(
      done + 1,
      total,
      `epoch ${epoch + 1}, loss ${(sum / (at + 1)).toFixed(3)}`,
    );
    if (performance.now() - fit.startedMs > timeLimitMs)
      return { loss: sum / (at + 1), isOver: true };
  }
  return { loss: sum / Math.max(1, batches.length), isOver: false };
}

/** The mean reciprocal rank among all items, at every position of the windows held out. */
async function validate(fit: Fit): Promise<number> {
  const { plan, options, validation, context, arrays } = fit;
  const vectors = await fit.vectors();
  let sum = 0;
  let positions = 0;
  const batches = batchesOf(plan.heldOut, options.batchRows, seededRandom(0));
  for (const [at, batch] of batches.entries()) {
    const packed = pack(batch, { steps: plan.steps, windows: plan.heldOut }, arrays);
    sum += await validation.reciprocalRanks(packed, vectors);
    positions += packed.targets.length;
    await context.checkpoint(at, batches.length, 'validating');
  }
  return sum / Math.max(1, positions);
}

function refuseNonsense(loss: number, when: string): void {
  if (Number.isFinite(loss)) return;
  throw new Error(`the GRU came apart in ${when}: its loss is ${loss}, expected a number`);
}

function packedArrays(maxPositions: number): PackedArrays {
  return {
    inputs: new Int32Array(maxPositions),
    targets: new Int32Array(maxPositions),
    kinds: new Uint8Array(maxPositions),
  };
}

/** By row: how often it is to be named in an epoch. */
function frequenciesOf({ vocabulary, steps, learned }: Plan): Float64Array {
  const frequencies = new Float64Array(vocabulary.itemIds.length);
  learned.first.forEach((first, window) => {
    const last = first + integerAt(learned.lengths, window);
    for (let at = first + 1; at <= last; at += 1) {
      const row = integerAt(steps.rows, at);
      frequencies[row] = floatAt(frequencies, row) + 1;
    }
  });
  return frequencies;
}
