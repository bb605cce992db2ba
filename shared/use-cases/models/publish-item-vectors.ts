import { isSameSpace } from '../../domain/vector-space.js';
import type { LearnedModel } from '../../ports/learned-model.js';
import type { Clock } from '../../ports/runtime.js';
import type { MadeVector, VectorStore } from '../../ports/vector-store.js';

/**
 * Puts what a published version of a model has learnt of items where it can be searched, beside the version before, and
 * drops that once the new one serves. Nothing for a model without vectors. May be repeated. Rejects with `conflict` where
 * the store takes no vectors of that length.
 */
export type PublishItemVectors = (
  model: Pick<LearnedModel, 'name' | 'itemVectors'>,
  version: string,
  signal: AbortSignal,
) => Promise<void>;

const kind = 'collaborative';
const rowsAtOnce = 200;

export function makePublishItemVectors({
  vectors,
  clock,
}: {
  readonly vectors: Pick<VectorStore, 'put' | 'active' | 'activate' | 'dropSpace'>;
  readonly clock: Clock;
}): PublishItemVectors {
  return async ({ name, itemVectors }, version, signal) => {
    if (itemVectors === undefined) return;
    const { dimension: dimensions } = itemVectors;
    const space = { model: `${kind}-${name}`, version, dimensions };
    const rows = rowsOf(itemVectors, version, clock());
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      signal.throwIfAborted();
      await vectors.put(space, rows.slice(at, at + rowsAtOnce));
    }
    const before = await vectors.active(kind);
    if (before !== undefined && isSameSpace(before, space)) return;
    await vectors.activate(kind, space);
    if (before !== undefined) await vectors.dropSpace(before);
  };
}

/** Without those that nobody has met: they have no direction. */
function rowsOf(
  { itemIds, dimension, values }: NonNullable<LearnedModel['itemVectors']>,
  version: string,
  madeAt: number,
): readonly MadeVector[] {
  const rows = itemIds.map((itemId, row) => ({
    ...{ itemId, contentHash: version, madeAt },
    vector: values.subarray(row * dimension, (row + 1) * dimension),
  }));
  return rows.filter(({ vector }) => vector.some((value) => value !== 0));
}
