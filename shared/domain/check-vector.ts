import { AppError } from './errors.js';
import { spaceName, type VectorSpace } from './vector-space.js';

/** Whether a vector can be kept in a space. Throws `conflict` for other dimensions, `invalid` for a vector without a direction. */
export function checkVector(
  { itemId, vector }: { readonly itemId: string; readonly vector: Float32Array },
  space: VectorSpace,
): void {
  if (vector.length !== space.dimensions) {
    const text = `The vector of ${itemId} has ${vector.length} values and does not fit ${spaceName(space)}`;
    throw new AppError('conflict', text);
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares > 0 && Number.isFinite(squares)) return;
  const what = squares === 0 ? 'is zero' : 'has values that are no numbers';
  throw new AppError('invalid', `The vector of ${itemId} ${what}`);
}
