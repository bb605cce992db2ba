import { singleAt } from '../read.js';

export interface QuantisedRows {
  /** dimension × items, row-major: what MatMulInteger takes on its right. */
  readonly transposed: Int8Array;
  /** By item: value ≈ integer × scale. */
  readonly scales: Float32Array;
}

/** The largest value of each row becomes ±127; a row of zeros stays one. `values`: items × dimension, row-major. */
export function quantiseRows(
  values: Float32Array,
  { items, dimension }: { readonly items: number; readonly dimension: number },
): QuantisedRows {
  const transposed = new Int8Array(values.length);
  const scales = new Float32Array(items);
  for (let item = 0; item < items; item += 1) {
    const offset = item * dimension;
    let largest = 0;
    for (let at = 0; at < dimension; at += 1) {
      largest = Math.max(largest, Math.abs(singleAt(values, offset + at)));
    }
    if (largest === 0) continue;
    scales[item] = largest / 127;
    for (let at = 0; at < dimension; at += 1) {
      transposed[at * items + item] = Math.round((singleAt(values, offset + at) * 127) / largest);
    }
  }
  return { transposed, scales };
}
