import type { Random } from '../../../shared/domain/random.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { type KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import { SparseMatrix, type SparseSize, sparseBytes } from '../../numeric/sparse-matrix.js';
import type { CandidateSampler } from './candidate-sampler.js';
import { type History, occasionOf, readHistory, shopperOf } from './examples.js';
import { type HistoryShares, sharesByLength, viewCount } from './history-views.js';
import { occasionWidth, writeOccasion } from './occasion.js';
import type { TouchedRows } from './touched-rows.js';

export interface BatchShape {
  readonly batchSize: number;
  readonly candidates: number;
  readonly historyLimit: number;
}

/** Traits that a shopper is known by at most. */
export const traitLimit = 16;

function historySize({ batchSize, historyLimit }: BatchShape): SparseSize {
  return { rows: batchSize * viewCount, entries: batchSize * viewCount * historyLimit };
}

/** What a `Batch` takes of a `KernelMemory`. */
export function batchBytes(shape: BatchShape): number {
  const { batchSize, candidates } = shape;
  const traits = sparseBytes({ rows: batchSize, entries: batchSize * traitLimit });
  const inputs = kernelBytes([candidates, batchSize, batchSize * occasionWidth]);
  return sparseBytes(historySize(shape)) + traits + inputs;
}

interface Sources {
  readonly set: TrainingSet;
  readonly usesClock: boolean;
  /** By shopper; absent where there are none. */
  readonly traits: ReadonlyMap<number, readonly number[]>;
  readonly sampler: CandidateSampler;
  readonly random: Random;
  readonly touchedItems: TouchedRows;
  readonly touchedTraits: TouchedRows;
}

/** The examples of one step, as the training graph and the tables take them. Items and traits stand for their slots. */
export class Batch {
  /** batchSize · views rows over the slots of items. */
  readonly history: SparseMatrix;
  /** batchSize rows over the slots of traits. */
  readonly traits: SparseMatrix;
  readonly targets: BigInt64Array;
  readonly weights: Float32Array;
  readonly corrections: Float32Array;
  /** batchSize × occasionWidth. */
  readonly occasions: Float32Array;
  readonly #shape: BatchShape;
  readonly #sources: Sources;
  readonly #shares: readonly HistoryShares[];
  readonly #past: History;

  constructor(memory: KernelMemory, shape: BatchShape, sources: Sources) {
    const { batchSize, candidates, historyLimit } = shape;
    this.#shape = shape;
    this.#sources = sources;
    this.#shares = sharesByLength(historyLimit);
    this.#past = { rows: new Int32Array(historyLimit), length: 0 };
    this.history = new SparseMatrix(memory, historySize(shape));
    this.traits = new SparseMatrix(memory, {
      rows: batchSize,
      entries: batchSize * traitLimit,
    });
    this.targets = new BigInt64Array(batchSize);
    this.weights = memory.floats(batchSize);
    this.corrections = memory.floats(candidates);
    this.occasions = memory.floats(batchSize * occasionWidth);
  }

  /** Takes the examples: event rows, at most batchSize; where they are fewer, the rest has no weight. */
  fill(examples: Int32Array): void {
    const { touchedItems, touchedTraits } = this.#sources;
    touchedItems.begin();
    touchedTraits.begin();
    this.history.clear();
    this.traits.clear();
    this.#chooseCandidates(examples);
    for (let at = 0; at < this.#shape.batchSize; at += 1) {
      const row = integerAt(examples, at, integerAt(examples, 0));
      const isExample = at < examples.length;
      this.weights[at] = isExample ? Math.sqrt(singleAt(this.#sources.set.events.weight, row)) : 0;
      this.#addExample(row, at);
    }
  }

  /** Targets first, then what competes with them: the first slots, `candidates` of them. */
  #chooseCandidates(examples: Int32Array): void {
    const { sampler, random, set, touchedItems } = this.#sources;
    this.targets.fill(0n);
    examples.forEach((row, at) => {
      this.targets[at] = BigInt(touchedItems.slotOf(integerAt(set.events.item, row)));
    });
    const drawn = sampler.size - touchedItems.count;
    sampler.fill(random, (item) => {
      touchedItems.slotOf(item);
      return touchedItems.count;
    });
    for (let slot = 0; slot < sampler.size; slot += 1) {
      const item = integerAt(touchedItems.rows, slot);
      this.corrections[slot] = sampler.correction(item, drawn);
    }
  }

  #addExample(row: number, at: number): void {
    const { set, touchedItems, touchedTraits, traits, usesClock } = this.#sources;
    const { events } = set;
    const past = this.#past;
    readHistory(events, row, past);
    for (const view of this.#shares[past.length] ?? []) {
      for (const { age, share } of view) {
        const item = integerAt(events.item, integerAt(past.rows, age));
        this.history.add(touchedItems.slotOf(item), share);
      }
      this.history.endRow();
    }
    const known = traits.get(shopperOf(events, row)) ?? [];
    for (const trait of known) this.traits.add(touchedTraits.slotOf(trait), 1 / known.length);
    this.traits.endRow();
    const occasion = occasionOf(events, row, past, usesClock);
    writeOccasion(occasion, this.occasions, at * occasionWidth);
  }
}
