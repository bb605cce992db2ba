import { objectives } from '../../../../shared/domain/event.js';
import type { Random } from '../../../../shared/domain/random.js';
import { adamRate } from '../../../numeric/onnx/adam.js';
import { DenseWeights } from '../../../numeric/onnx/dense-weights.js';
import { openGraph, type Tensors } from '../../../numeric/onnx/graph-session.js';
import { singleAt } from '../../../numeric/read.js';
import { featureCount } from './features.js';
import type { SessionCase } from './session-cases.js';
import {
  initialWeights,
  type NetworkWeights,
  type Scaling,
  targetsName,
  trainingGraph,
} from './session-network.js';

const epochs = 25;
const casesPerStep = 16;
/** Candidates of a case that a step reads: what came next, and the likeliest of the others. */
const listLength = 96;
const rate = 0.003;
const absent = -1e9;

export interface TrainedNetwork {
  readonly weights: NetworkWeights;
  readonly lastLoss: number;
}

/** Trains on whole lists by Adam. Rejects where the loss is not finite. */
export async function trainNetwork(
  cases: readonly SessionCase[],
  scaling: Scaling,
  { random, pause }: { readonly random: Random; pause(done: number): Promise<void> },
): Promise<TrainedNetwork> {
  const lists = cases.map((one) => shortened(one, scaling));
  const weights = new DenseWeights(initialWeights(random));
  const session = await openGraph(trainingGraph(), { keepsMemory: true });
  let step = 0;
  let lastLoss = 0;
  try {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const order = shuffled(lists, random);
      for (let start = 0; start < order.length; start += casesPerStep) {
        await pause((epoch + start / order.length) / epochs);
        step += 1;
        const feeds = feedsOf(order.slice(start, start + casesPerStep));
        const given = { data: Float32Array.of(adamRate(rate, step)), dims: [] };
        const results = await session.run(
          { ...feeds, ...weights.feeds, rate: given },
          weights.into,
        );
        weights.advance();
        lastLoss = finiteLoss(Number(results['loss']?.data[0]), step);
      }
    }
  } finally {
    await session.release();
  }
  return { weights: copyOf(weights), lastLoss };
}

function finiteLoss(loss: number, step: number): number {
  if (Number.isFinite(loss)) return loss;
  throw new RangeError(`session: the loss is ${loss} after ${step} steps`);
}

function copyOf(weights: DenseWeights): NetworkWeights {
  const initial = initialWeights(() => 0);
  const copy = (name: keyof NetworkWeights) => ({
    data: weights.weight(name).slice(),
    dims: initial[name].dims,
  });
  return {
    hiddenWeights: copy('hiddenWeights'),
    hiddenBias: copy('hiddenBias'),
    outputWeights: copy('outputWeights'),
    directWeights: copy('directWeights'),
  };
}

interface List {
  /** candidates × features, scaled; at most `listLength` candidates. */
  readonly features: Float32Array;
  /** For each objective, places in the list. */
  readonly targets: readonly (readonly number[])[];
}

function shortened({ itemIds, features, targets }: SessionCase, scaling: Scaling): List {
  const wanted = new Set(targets.flat().filter((place) => place >= 0));
  const others = [...itemIds.keys()].filter((place) => !wanted.has(place));
  const places = [...wanted, ...others].slice(0, listLength);
  const rows = new Float32Array(places.length * featureCount);
  for (const [row, place] of places.entries()) {
    for (let column = 0; column < featureCount; column += 1) {
      const value = singleAt(features, place * featureCount + column);
      const factor = singleAt(scaling.inverseDeviation, column);
      rows[row * featureCount + column] = (value - singleAt(scaling.mean, column)) * factor;
    }
  }
  const short = targets.map((own) =>
    own.map((place) => places.indexOf(place)).filter((place) => place >= 0),
  );
  return { features: rows, targets: short };
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  return list
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

/** Each objective's cases weigh the same in sum, and what came next in one case shares its weight. */
function feedsOf(lists: readonly List[]): Tensors {
  const dims = [lists.length, listLength];
  const features = new Float32Array(lists.length * listLength * featureCount);
  const absence = new Float32Array(lists.length * listLength).fill(absent);
  for (const [at, list] of lists.entries()) {
    features.set(list.features, at * listLength * featureCount);
    absence.fill(0, at * listLength, at * listLength + list.features.length / featureCount);
  }
  const targets = objectives.map((objective, column) => {
    const data = new Float32Array(lists.length * listLength);
    for (const [at, list] of lists.entries()) {
      const own = list.targets[column] ?? [];
      for (const place of own) data[at * listLength + place] = 1 / own.length / lists.length;
    }
    return [targetsName(objective), { data, dims }] as const;
  });
  const rows = lists.length * listLength;
  return {
    features: { data: features, dims: [rows, featureCount] },
    absence: { data: absence, dims },
    ...Object.fromEntries(targets),
  };
}
