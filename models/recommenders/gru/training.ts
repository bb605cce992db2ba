import type { Random } from '../../../shared/domain/random.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { type Batch, batchesOf } from './batches.js';
import { type Choice, sampledCatalogue, wholeCatalogue } from './candidates.js';
import { fillEmbeddings, initialWeights } from './initial-weights.js';
import { itemVectorsOf } from './item-vectors.js';
import { Learner } from './learner.js';
import type { GruOptions } from './options.js';
import { type PackedArrays, pack } from './packed-batch.js';
import type { Plan } from './plan.js';
import { openValidation } from './validation.js';
import { makeWorkspace } from './workspace.js';

/** A network that learns, with all that it takes; open until released. */
export interface Training {
  /** items × width, as they are now. */
  readonly embeddings: Float32Array;
  readonly weights: DenseWeights;
  /** The mean loss over the windows of a batch, before the step. */
  step(batch: Batch, learningRate: number): Promise<number>;
  /** The mean reciprocal rank among all items, at every position of the windows held out. */
  judge(pause: () => Promise<void>): Promise<number>;
  /** What answers would be scored with now: items × width, of unit length. */
  vectors(): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openTraining(
  plan: Plan,
  options: GruOptions,
  random: Random,
): Promise<Training> {
  const { shape, vocabulary, features, previous, steps } = plan;
  const items = vocabulary.itemIds.length;
  const { width } = shape;
  const maxPositions = options.batchRows + options.steps;
  const frequencies = frequenciesOf(plan);
  const { choice, maxCandidates } = chooser({ frequencies, options, maxPositions, random });
  const workspace = makeWorkspace({ items, width, maxPositions, maxCandidates });
  const embeddings = workspace.table.values;
  const hasFeatures = shape.features > 0;
  fillEmbeddings(embeddings, {
    ...{ width, itemIds: vocabulary.itemIds, frequencies, hasFeatures, random, previous },
  });
  const weights = initialWeights(shape, random, previous);
  const learner = new Learner({ shape, options, workspace, weights, features, random });
  const validation = await openValidation(shape, options.steps, weights);
  const arrays = packedArrays(maxPositions);
  const vectors = () => {
    const featureWeights = hasFeatures ? weights.weight('featureWeights') : new Float32Array(0);
    return itemVectorsOf({ width, embeddings, features, featureWeights });
  };
  return {
    embeddings,
    weights,
    vectors,
    step(batch, learningRate) {
      const packed = pack(batch, { steps, windows: plan.learned }, arrays);
      return learner.step(packed, choice.choose(packed.targets), learningRate);
    },
    async judge(pause) {
      const current = await vectors();
      let [sum, positions] = [0, 0];
      for (const batch of batchesOf(plan.heldOut, options.batchRows, seededRandom(0))) {
        const packed = pack(batch, { steps, windows: plan.heldOut }, arrays);
        sum += await validation.reciprocalRanks(packed, current, pause);
        positions += packed.targets.length;
      }
      return sum / Math.max(1, positions);
    },
    async release() {
      await learner.release();
      await validation.release();
    },
  };
}

interface Choosing {
  readonly frequencies: Float64Array;
  readonly options: GruOptions;
  readonly maxPositions: number;
  readonly random: Random;
}

function chooser({ frequencies, options, maxPositions, random }: Choosing): {
  readonly choice: Choice;
  readonly maxCandidates: number;
} {
  const items = frequencies.length;
  const { negatives, popularityPower, fullSoftmaxItems } = options;
  if (items <= fullSoftmaxItems) {
    return { choice: wholeCatalogue(items, maxPositions), maxCandidates: items };
  }
  const sampling = { frequencies, negatives, popularityPower, maxPositions, random };
  const maxCandidates = Math.min(items, negatives + maxPositions);
  return { choice: sampledCatalogue(sampling), maxCandidates };
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

function packedArrays(maxPositions: number): PackedArrays {
  return {
    inputs: new Int32Array(maxPositions),
    targets: new Int32Array(maxPositions),
    kinds: new Uint8Array(maxPositions),
  };
}
