import { AppError } from '../../../domain/errors.js';
import type { Item } from '../../../domain/item.js';
import type { SyncFailure } from '../../../domain/sync-outcome.js';
import type { VectorKind, VectorSpace } from '../../../domain/vector-space.js';
import { isZero } from '../../../domain/vectors.js';
import type { Encoded } from '../../../ports/encoders.js';

/** For each item its vector, or why there is none. */
export interface MadeVectors {
  readonly vectors: readonly { readonly itemId: string; readonly vector: Float32Array }[];
  readonly failures: readonly SyncFailure[];
}

/** Makes vectors of one kind, for items that have something to encode. */
export interface VectorMaker {
  readonly kind: VectorKind;
  readonly space: VectorSpace;
  /** Rejects where none can be made now, with the signal's reason when aborted. */
  make(items: readonly Item[], signal: AbortSignal): Promise<MadeVectors>;
}

/** What an encoder made of the items, row by row. Throws `unavailable` where that is not a vector of its space for each. */
export function madeOf(
  { kind, space }: Pick<VectorMaker, 'kind' | 'space'>,
  items: readonly Item[],
  { vectors }: Encoded,
): MadeVectors {
  const { dimensions } = space;
  if (vectors.length !== items.length * dimensions) {
    const text = `the ${kind} encoder gave ${vectors.length} values for ${items.length} vectors of ${dimensions}`;
    throw new AppError('unavailable', text);
  }
  const rows = items.map(({ id }, row) => ({
    itemId: id,
    vector: vectors.slice(row * dimensions, (row + 1) * dimensions),
  }));
  const empty = rows.filter(({ vector }) => isZero(vector));
  const reason = 'the encoder found nothing in it';
  return {
    vectors: rows.filter((row) => !empty.includes(row)),
    failures: empty.map(({ itemId }) => ({ id: itemId, part: kind, reason })),
  };
}
