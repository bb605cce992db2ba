import type { Random } from '../../../shared/domain/random.js';
import { type KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';
import { adamRate } from '../../numeric/onnx/adam.js';
import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { type GraphSession, openGraph, type Tensors } from '../../numeric/onnx/graph-session.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import { SparseMatrix, type SparseSize, sparseBytes } from '../../numeric/sparse-matrix.js';
import { labelLimit, rowOf, type SparseRows } from '../item-features/label-vocabulary.js';
import type { Batch } from './batch.js';
import { viewCount } from './history-views.js';
import { occasionWidth } from './occasion.js';
import type { TouchedRows } from './touched-rows.js';
import { type StepShape, trainingGraph } from './towers.js';

export interface ItemDescriptions {
  /** items × width, row-major; width 0 where items have no features. */
  readonly values: Float32Array;
  readonly width: number;
  readonly labels: SparseRows;
}

export interface NetworkTables {
  readonly items: TouchedRows;
  readonly labels: TouchedRows;
  readonly traits: TouchedRows;
}

interface Parts {
  readonly shape: StepShape;
  readonly tables: NetworkTables;
  readonly weights: DenseWeights;
  readonly described: ItemDescriptions;
  readonly dropout: number;
}

function labelSize(capacity: number): SparseSize {
  return { rows: capacity, entries: capacity * labelLimit };
}

/** What a `TwoTowerNetwork` takes of a `KernelMemory` beside its tables. `capacity`: of the touched items. */
export function networkBytes(shape: StepShape, capacity: number): number {
  const { batchSize, dimension, features } = shape;
  const rows = batchSize * viewCount;
  return (
    sparseBytes(labelSize(capacity)) +
    kernelBytes([capacity * dimension, capacity * features, rows * features]) +
    kernelBytes([rows * dimension, rows * dimension, rows * dimension]) +
    kernelBytes([batchSize * dimension, batchSize * dimension])
  );
}

/** Both towers in training: tables are looked up and learn outside, everything dense inside one graph. */
export class TwoTowerNetwork {
  readonly tables: NetworkTables;
  readonly weights: DenseWeights;
  readonly #graph: GraphSession;
  readonly #shape: StepShape;
  readonly #described: ItemDescriptions;
  readonly #dropout: number;
  readonly #labels: SparseMatrix;
  readonly #labelSums: Float32Array<ArrayBuffer>;
  readonly #features: Float32Array<ArrayBuffer>;
  readonly #viewFeatures: Float32Array<ArrayBuffer>;
  readonly #views: Float32Array<ArrayBuffer>;
  readonly #viewGradients: Float32Array<ArrayBuffer>;
  readonly #mask: Float32Array<ArrayBuffer>;
  readonly #traits: Float32Array<ArrayBuffer>;
  readonly #traitGradients: Float32Array<ArrayBuffer>;
  #steps = 0;
  #maskState: number;

  private constructor(memory: KernelMemory, parts: Parts, opened: Opened) {
    const { shape, tables } = parts;
    const { batchSize, dimension, features } = shape;
    const rows = batchSize * viewCount;
    const capacity = tables.items.rows.length;
    this.tables = tables;
    this.weights = parts.weights;
    this.#shape = shape;
    this.#described = parts.described;
    this.#dropout = parts.dropout;
    this.#graph = opened.graph;
    this.#maskState = opened.maskState;
    this.#labels = new SparseMatrix(memory, labelSize(capacity));
    this.#labelSums = memory.floats(capacity * dimension);
    this.#features = memory.floats(capacity * features);
    this.#viewFeatures = memory.floats(rows * features);
    this.#views = memory.floats(rows * dimension);
    this.#viewGradients = memory.floats(rows * dimension);
    this.#mask = memory.floats(rows * dimension);
    this.#traits = memory.floats(batchSize * dimension);
    this.#traitGradients = memory.floats(batchSize * dimension);
  }

  static async open(memory: KernelMemory, parts: Parts, random: Random): Promise<TwoTowerNetwork> {
    const graph = await openGraph(trainingGraph(parts.shape), { keepsMemory: true });
    const maskState = Math.floor(random() * 2 ** 32) || 1;
    return new TwoTowerNetwork(memory, parts, { graph, maskState });
  }

  /** Learns from one batch; answers its loss. `rate`: of Adam, before the bias correction. */
  async step(batch: Batch, rate: number): Promise<number> {
    const { items, labels, traits } = this.tables;
    const { dimension } = this.#shape;
    items.gather();
    this.#addLabels();
    this.#copyFeatures();
    traits.gather();
    batch.history.product(items.values, dimension, this.#views);
    batch.history.product(this.#features, this.#shape.features, this.#viewFeatures);
    batch.traits.product(traits.values, dimension, this.#traits);
    const { length } = this.#mask;
    this.#maskState = items.table.dropout(this.#mask, length, 1 - this.#dropout, this.#maskState);

    this.#steps += 1;
    const corrected = adamRate(rate, this.#steps);
    const results = await this.#graph.run(this.#feeds(batch, corrected), this.#into());
    this.weights.advance();

    batch.history.addTransposedProduct(this.#viewGradients, dimension, items.gradients);
    batch.traits.addTransposedProduct(this.#traitGradients, dimension, traits.gradients);
    this.#labels.addTransposedProduct(items.gradients, dimension, labels.gradients);
    for (const table of [items, labels, traits]) table.learn(corrected);
    return Number(results['loss']?.data[0]);
  }

  close(): Promise<void> {
    return this.#graph.release();
  }

  /** Adds to each touched item the mean of what was learnt of its labels. */
  #addLabels(): void {
    const { items, labels } = this.tables;
    labels.begin();
    this.#labels.clear();
    for (let slot = 0; slot < items.count; slot += 1) {
      const own = rowOf(this.#described.labels, integerAt(items.rows, slot));
      for (const label of own) this.#labels.add(labels.slotOf(label), 1 / own.length);
      this.#labels.endRow();
    }
    labels.gather();
    if (labels.count === 0) return;
    const { dimension } = this.#shape;
    this.#labels.product(labels.values, dimension, this.#labelSums);
    const { values } = items;
    for (let at = 0; at < items.count * dimension; at += 1) {
      values[at] = singleAt(values, at) + singleAt(this.#labelSums, at);
    }
  }

  #copyFeatures(): void {
    const { width, values } = this.#described;
    if (width === 0) return;
    const { items } = this.tables;
    for (let slot = 0; slot < items.count; slot += 1) {
      const start = integerAt(items.rows, slot) * width;
      this.#features.set(values.subarray(start, start + width), slot * width);
    }
  }

  #feeds(batch: Batch, rate: number): Tensors {
    const { batchSize, candidates, dimension, features, hasTraits } = this.#shape;
    const rows = batchSize * viewCount;
    const items = this.tables.items.values.subarray(0, candidates * dimension);
    return {
      ...this.weights.feeds,
      views: { data: this.#views, dims: [rows, dimension] },
      items: { data: items, dims: [candidates, dimension] },
      mask: { data: this.#mask, dims: [batchSize, viewCount * dimension] },
      occasion: { data: batch.occasions, dims: [batchSize, occasionWidth] },
      corrections: { data: batch.corrections, dims: [candidates] },
      targets: { data: batch.targets, dims: [batchSize, 1] },
      weights: { data: batch.weights, dims: [batchSize, 1] },
      rate: { data: Float32Array.of(rate), dims: [] },
      ...(features > 0 && {
        'views.features': { data: this.#viewFeatures, dims: [rows, features] },
        'items.features': {
          data: this.#features.subarray(0, candidates * features),
          dims: [candidates, features],
        },
      }),
      ...(hasTraits && { traits: { data: this.#traits, dims: [batchSize, dimension] } }),
    };
  }

  #into(): Tensors {
    const { batchSize, candidates, dimension, hasTraits } = this.#shape;
    const rows = batchSize * viewCount;
    const ofItems = this.tables.items.gradients.subarray(0, candidates * dimension);
    return {
      ...this.weights.into,
      'views.gradient': { data: this.#viewGradients, dims: [rows, dimension] },
      'items.gradient': { data: ofItems, dims: [candidates, dimension] },
      ...(hasTraits && {
        'traits.gradient': { data: this.#traitGradients, dims: [batchSize, dimension] },
      }),
    };
  }
}

interface Opened {
  readonly graph: GraphSession;
  readonly maskState: number;
}
