import type { Random } from '../../../shared/domain/random.js';
import { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { floatAt } from '../../numeric/read.js';
import type { SavedGru } from './model-files.js';
import { type NetworkShape, weightDims } from './network.js';

/** Even within ±1/√width, as in torch's GRU; biases and what is added to an embedding start at nothing. */
export function initialWeights(
  shape: NetworkShape,
  random: Random,
  previous: SavedGru | undefined,
): DenseWeights {
  const bound = 1 / Math.sqrt(shape.width);
  const initial = Object.entries(weightDims(shape)).map(([name, dims]) => {
    const length = dims.reduce((product, dim) => product * dim, 1);
    const isAddend = name === 'inputBias' || name === 'kindEmbeddings';
    const data = Float32Array.from({ length }, () => (isAddend ? 0 : (2 * random() - 1) * bound));
    data.set(previous?.weights[name] ?? []);
    return [name, { data, dims }] as const;
  });
  return new DenseWeights(Object.fromEntries(initial));
}

interface Beginning {
  readonly width: number;
  readonly itemIds: readonly string[];
  /** By row: how often it is a target. An item with features that nobody has touched is its features alone. */
  readonly frequencies: Float64Array;
  readonly hasFeatures: boolean;
  readonly random: Random;
  readonly previous: SavedGru | undefined;
}

/** Fills items × width: what the previous model knew, by item id, and random rows for what is new. */
export function fillEmbeddings(values: Float32Array, beginning: Beginning): void {
  const { width, itemIds, frequencies, hasFeatures, random, previous } = beginning;
  const bound = 1 / Math.sqrt(width);
  const known = new Map(previous?.itemIds.map((id, row) => [id, row]));
  itemIds.forEach((id, row) => {
    const target = values.subarray(row * width, (row + 1) * width);
    const from = known.get(id);
    if (previous !== undefined && from !== undefined) {
      target.set(previous.embeddings.subarray(from * width, (from + 1) * width));
    } else if (!hasFeatures || floatAt(frequencies, row) > 0) {
      for (let at = 0; at < width; at += 1) target[at] = (2 * random() - 1) * bound;
    }
  });
}
