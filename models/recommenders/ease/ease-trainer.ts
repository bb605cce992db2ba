import type { FitContext, Trainer, TrainingSet } from '../../../shared/ports/training.js';
import { singleAt } from '../../numeric/read.js';
import { openBlockProducts } from './block-product.js';
import { gainOf, holdOut } from './choose-regularisation.js';
import { decodeEase, encodeEase } from './ease-files.js';
import { createEaseModel } from './ease-model.js';
import { gramOf } from './gram.js';
import {
  type InteractionMatrix,
  interactionMatrix,
  itemsWithEvents,
} from './interaction-matrix.js';
import { invertInPlace } from './positive-definite-inverse.js';
import { type SparseWeights, sparseWeights } from './sparse-weights.js';

export interface EaseOptions {
  /** Beyond it the inverse takes more than 6 s and 0.8 GB. */
  readonly maxItems: number;
  /** λ: how many shoppers an agreement must be worth; the one that predicts held-out items best is taken. */
  readonly regularisations: readonly number[];
  /** λ where the items are more than `maxItemsOfChoice`, so that each inverse counts. */
  readonly regularisation: number;
  readonly maxItemsOfChoice: number;
  /** What is added to an item's count, as a share of it: as if so much of the input were lost at random. */
  readonly denoising: number;
  /** Weights kept from each item. */
  readonly weightsPerItem: number;
}

/** Chosen on a validation slice of MovieLens-100K's training data; with 400 weights an item nothing is lost there. */
const defaults: EaseOptions = {
  maxItems: 8_000,
  regularisations: [100, 300, 1_000],
  regularisation: 300,
  maxItemsOfChoice: 3_000,
  denoising: 1,
  weightsPerItem: 400,
};

/**
 * EASE (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019), with the diagonal of his denoising
 * variant (EDLAE, NeurIPS 2020): each item is predicted from all others by ridge regression, in closed form. It is
 * always made anew, and needs no training for new shoppers.
 */
export function createEaseTrainer(options: Partial<EaseOptions> = {}): Trainer {
  const settings = { ...defaults, ...options };
  return {
    name: 'ease',
    parameters: {
      regularisations: settings.regularisations.join(' '),
      denoising: settings.denoising,
      weightsPerItem: settings.weightsPerItem,
    },
    declines: (set) => reasonToDecline(set, settings),
    fit: (set, context) => fitEase(set, context, settings),
    load: async (files) => createEaseModel(decodeEase(files)),
  };
}

function reasonToDecline(set: TrainingSet, { maxItems }: EaseOptions): string | undefined {
  const items = itemsWithEvents(set).length;
  if (items < 2) return `EASE needs at least 2 items with events, and there are ${items}`;
  if (items <= maxItems) return undefined;
  return `EASE can hold ${maxItems} items with events, and there are ${items}`;
}

async function fitEase(set: TrainingSet, context: FitContext, settings: EaseOptions) {
  const matrix = interactionMatrix(set);
  const items = matrix.itemIds.length;
  const choices = items > settings.maxItemsOfChoice ? [] : settings.regularisations;
  const solver = new Solver(context, settings, choices.length + 1);
  const heldOut = holdOut(matrix, context.seed);
  const chosen = { regularisation: settings.regularisation, gain: 0 };
  for (const regularisation of choices) {
    const weights = await solver.weightsOf(heldOut.rest, regularisation);
    const gain = await gainOf(heldOut, weights, () => solver.pause(0));
    if (gain > chosen.gain) Object.assign(chosen, { regularisation, gain });
  }
  const weights = await solver.weightsOf(matrix, chosen.regularisation);
  if (!weights.scales.every(Number.isFinite)) throw new RangeError('EASE: a weight is not finite');
  const figures = { items, weights: weights.weights.length, ...chosen };
  return { files: encodeEase({ itemIds: matrix.itemIds, weights }), figures };
}

/** Solves for weights, several times over, and tells how far it is. */
class Solver {
  readonly #context: FitContext;
  readonly #settings: EaseOptions;
  readonly #rounds: number;
  #round = 0;

  constructor(context: FitContext, settings: EaseOptions, rounds: number) {
    this.#context = context;
    this.#settings = settings;
    this.#rounds = rounds;
  }

  async weightsOf(matrix: InteractionMatrix, regularisation: number): Promise<SparseWeights> {
    const size = matrix.itemIds.length;
    const values = await gramOf(matrix, (done) => this.pause(countingShare * done));
    for (let cell = 0; cell < values.length; cell += size + 1) {
      const count = singleAt(values, cell);
      values[cell] = count + regularisation + this.#settings.denoising * count;
    }
    await this.pause(countingShare);
    const inverse = { values, rows: size, columns: size };
    await this.#invert(inverse);
    const weights = await sparseWeights(inverse, this.#settings.weightsPerItem, () =>
      this.pause(1),
    );
    this.#round += 1;
    return weights;
  }

  async #invert(matrix: { readonly rows: number } & Parameters<typeof invertInPlace>[0]) {
    const all = multiplications * matrix.rows ** 3;
    let done = 0;
    const products = await openBlockProducts((more) => {
      done += more;
      return this.pause(countingShare + (1 - countingShare) * Math.min(1, done / all));
    });
    try {
      await invertInPlace(matrix, products);
    } finally {
      await products.release();
    }
  }

  /** `done` of the round under way. */
  pause(done: number): Promise<void> {
    return this.#context.checkpoint(this.#round + done, this.#rounds, 'solving for weights');
  }
}

/** Of the time of a round, roughly. */
const countingShare = 0.2;
/** Of an inverse, as a multiple of the cube of its size. */
const multiplications = 7 / 6;
