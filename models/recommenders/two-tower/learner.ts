import type { Random } from '../../../shared/domain/random.js';
import { KernelMemory } from '../../numeric/kernel-memory.js';
import { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { labelLimit } from '../item-features/label-vocabulary.js';
import { Batch, batchBytes, traitLimit } from './batch.js';
import { CandidateSampler } from './candidate-sampler.js';
import { initialWeights } from './initial-weights.js';
import { networkBytes, TwoTowerNetwork } from './network.js';
import type { TwoTowerOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { TouchedRows, type TouchedSize, touchedBytes } from './touched-rows.js';
import type { StepShape } from './towers.js';

/** All that learns, with the batch that it learns from. */
export interface Learner {
  readonly shape: StepShape;
  readonly network: TwoTowerNetwork;
  readonly batch: Batch;
}

/** Makes the towers with room for a prepared set; tables are zeros, dense weights are drawn. */
export async function openLearner(
  prepared: Prepared,
  wanted: TwoTowerOptions,
  random: Random,
): Promise<Learner> {
  const batchSize = Math.min(wanted.batchSize, Math.max(1, prepared.examples.length));
  const options = { ...wanted, batchSize };
  const sampler = new CandidateSampler(prepared.frequencies, options);
  const shape = shapeOf(prepared, options, sampler.size);
  const sizes = tableSizes(prepared, options, shape);
  const batchShape = { ...shape, historyLimit: options.historyLimit };
  const memory = new KernelMemory(
    touchedBytes(sizes.items) +
      touchedBytes(sizes.labels) +
      touchedBytes(sizes.traits) +
      networkBytes(shape, sizes.items.capacity) +
      batchBytes(batchShape),
  );
  const tables = {
    items: new TouchedRows(memory, sizes.items),
    labels: new TouchedRows(memory, sizes.labels),
    traits: new TouchedRows(memory, sizes.traits),
  };
  const weights = new DenseWeights(initialWeights(shape, random));
  const { described } = prepared;
  const parts = { shape, tables, weights, described, dropout: options.dropout };
  const network = await TwoTowerNetwork.open(memory, parts, random);
  const batch = new Batch(memory, batchShape, {
    ...prepared,
    sampler,
    random,
    touchedItems: tables.items,
    touchedTraits: tables.traits,
  });
  return { shape, network, batch };
}

function shapeOf(prepared: Prepared, options: TwoTowerOptions, candidates: number): StepShape {
  const { dimension, hidden, batchSize, sharpness } = options;
  const features = prepared.described.width;
  const hasTraits = prepared.traitNames.length > 0;
  return { dimension, hidden, features, hasTraits, batchSize, candidates, sharpness };
}

function tableSizes(prepared: Prepared, options: TwoTowerOptions, shape: StepShape) {
  const { batchSize, historyLimit, dimension: width } = options;
  const sized = (rows: number, most: number): TouchedSize => {
    return { rows, width, capacity: Math.min(rows, most) };
  };
  const items = sized(prepared.set.items.length, shape.candidates + batchSize * historyLimit);
  return {
    items,
    labels: sized(prepared.space.labels.length, items.capacity * labelLimit),
    traits: sized(prepared.traitNames.length, batchSize * traitLimit),
  };
}
