import { AppError } from '../../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../../domain/vector-space.js';

/** What is asked for, of unit length: lengths tell nothing. Throws `invalid` for another number of dimensions or no direction. */
export function queryVector(vector: ArrayLike<number>, space: VectorSpace): readonly number[] {
  const values = Array.from(vector);
  if (values.length !== space.dimensions) {
    const text = `A query has ${values.length} values and does not fit ${spaceName(space)}`;
    throw new AppError('invalid', text);
  }
  const largest = Math.max(...values.map(Math.abs));
  if (!(largest > 0 && Number.isFinite(largest)))
    throw new AppError('invalid', 'A query must be a vector of numbers that are not all zero');
  return scaled(values, largest);
}

export const unitVector = (values: readonly number[]): Float32Array =>
  Float32Array.from(scaled(values, Math.max(...values.map(Math.abs))));

/** By the largest value first, so that no square overflows or vanishes. */
function scaled(values: readonly number[], largest: number): readonly number[] {
  const small = values.map((value) => value / largest);
  const length = Math.sqrt(small.reduce((sum, value) => sum + value * value, 0));
  return small.map((value) => value / length);
}
