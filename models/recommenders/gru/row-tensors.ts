import type { Tensor } from '../../numeric/onnx/tensor.js';
import type { PackedBatch } from './packed-batch.js';

export function scalar(value: number): Tensor {
  return { data: Float32Array.of(value), dims: [] };
}

/** rows × count with a single 1 in each row. */
export function oneHot(classes: Uint8Array, count: number): Tensor {
  const data = new Float32Array(classes.length * count);
  classes.forEach((of, row) => {
    data[row * count + of] = 1;
  });
  return { data, dims: [classes.length, count] };
}

/** Copies of the chosen rows of a matrix. */
export function gatherRows(matrix: Float32Array, width: number, rows: Int32Array): Tensor {
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    data.set(matrix.subarray(row * width, (row + 1) * width), at * width);
  });
  return { data, dims: [rows.length, width] };
}

/** How many windows go on at each of `steps` steps, as `hiddenStates` takes it. */
export function countsOf({ counts }: PackedBatch, steps: number): Tensor {
  const data = new BigInt64Array(steps);
  data.set(counts.map(BigInt));
  return { data, dims: [steps] };
}
