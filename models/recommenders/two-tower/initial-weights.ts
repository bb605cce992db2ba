import type { Random } from '../../../shared/domain/random.js';
import type { Tensor } from '../../numeric/onnx/tensor.js';
import { singleAt } from '../../numeric/read.js';
import { type TowerShape, weightShapes } from './towers.js';

/**
 * Dense weights to start from: uniform within 1 / √rows, biases zero. The way around the hidden layer starts as the last
 * item itself.
 */
export function initialWeights(
  shape: TowerShape,
  random: Random,
): Readonly<Record<string, Tensor>> {
  const initial = Object.entries(weightShapes(shape)).map(([name, [rows, columns]]) => {
    if (columns === undefined)
      return [name, { data: new Float32Array(rows), dims: [rows] }] as const;
    const data = uniform(rows * columns, 1 / Math.sqrt(rows), random);
    if (name === 'skip.weight') addIdentity(data, columns);
    return [name, { data, dims: [rows, columns] }] as const;
  });
  return Object.fromEntries(initial);
}

export function uniform(length: number, limit: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => (2 * random() - 1) * limit);
}

function addIdentity(matrix: Float32Array, columns: number): void {
  for (let at = 0; at < columns; at += 1) {
    const place = at * (columns + 1);
    matrix[place] = singleAt(matrix, place) + 1;
  }
}
