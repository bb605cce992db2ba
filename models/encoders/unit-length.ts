import { singleAt } from '../numeric/read.js';

/** Scales to unit length in place; false where there is nothing to scale. */
export function toUnitLength(vector: Float32Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return false;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at += 1) vector[at] = singleAt(vector, at) * scale;
  return true;
}
