import { AppError } from '../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { MadeVector } from '../../../ports/vector-store.js';

/** The floats as they lie in memory: little-endian on every machine that Node runs on. A view. */
export function encodeVector({ vector }: MadeVector): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Copies vectors side by side. Throws `unavailable` where one is none of the space. */
export function decodeVectors(columns: readonly unknown[], space: VectorSpace): Float32Array {
  const vectors = new Float32Array(columns.length * space.dimensions);
  const bytes = new Uint8Array(vectors.buffer);
  const size = space.dimensions * vectors.BYTES_PER_ELEMENT;
  for (const [row, column] of columns.entries()) {
    if (!(column instanceof Uint8Array) || column.byteLength !== size) throw unreadable(space);
    bytes.set(column, row * size);
  }
  return vectors;
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

const unreadable = (space: VectorSpace) =>
  new AppError(
    'unavailable',
    `The store holds something else than a vector of ${spaceName(space)}. Remove vectors.db: it is made again of the catalogue`,
  );
