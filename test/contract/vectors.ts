import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { VectorRows } from '../../shared/ports/vector-index.js';
import type { MadeVector } from '../../shared/ports/vector-store.js';

export const spaceOf = (dimensions: number): VectorSpace => ({
  model: 'test',
  version: '1',
  dimensions,
});

export function rowsOf(vectors: Readonly<Record<string, readonly number[]>>): VectorRows {
  return {
    itemIds: Object.keys(vectors),
    vectors: Float32Array.from(Object.values(vectors).flat()),
  };
}

export function made(
  itemId: string,
  values: readonly number[],
  fields: Partial<MadeVector> = {},
): MadeVector {
  return {
    itemId,
    vector: Float32Array.from(values),
    contentHash: `content of ${itemId}`,
    madeAt: 1_700_000_000_000,
    ...fields,
  };
}
