import { AppError } from '../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { MadeVector } from '../../../ports/vector-store.js';

/** The floats as they lie in memory: little-endian on every machine that Node runs on. A view. */
export function encodeVector({ vector }: MadeVector): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A view where the bytes lie as floats must, a copy else. */
export function decodeVectors(bytes: Uint8Array): Float32Array {
  const size = Float32Array.BYTES_PER_ELEMENT;
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(buffer, byteOffset, byteLength / size);
}

/** Throws `conflict` for other dimensions, `invalid` for a vector without a direction. */
export function checkVector({ itemId, vector }: MadeVector, space: VectorSpace): void {
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
