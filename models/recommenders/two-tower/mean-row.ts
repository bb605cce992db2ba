import { singleAt } from '../../numeric/read.js';

/** The mean of some rows of a table, zeros where there are none. */
export function meanRow(
  rows: readonly number[],
  table: Float32Array,
  dimension: number,
): Float32Array {
  const mean = new Float32Array(dimension);
  for (const row of rows) {
    for (let at = 0; at < dimension; at += 1) {
      mean[at] = singleAt(mean, at) + singleAt(table, row * dimension + at) / rows.length;
    }
  }
  return mean;
}
