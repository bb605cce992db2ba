import { AppError } from '../../../domain/errors.js';
import type { Item } from '../../../domain/item.js';
import type { SyncedBatch } from '../../../domain/sync-outcome.js';
import { isSameSpace, spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { ItemView } from '../../../ports/item-view.js';
import type { Clock } from '../../../ports/runtime.js';
import type { MadeVector, VectorStore } from '../../../ports/vector-store.js';
import type { JobRun } from '../../tasks/job.js';
import { contentHash, contentOf, type Digest } from './item-content.js';
import type { MadeVectors, VectorMaker } from './vector-maker.js';

export interface BatchDependencies {
  readonly vectors: VectorStore;
  readonly items: ItemView;
  readonly digest: Digest;
  readonly clock: Clock;
}

export interface Lane {
  readonly maker: VectorMaker;
  /** Where the pass writes. */
  readonly space: VectorSpace;
}

interface Changed {
  readonly item: Item;
  readonly hash: string;
}

/**
 * Encodes what is new or changed of a few items, and writes it all or not at all. Rejects with `unavailable` where the
 * encoder makes vectors of another space than the pass began with.
 */
export async function encodeBatch(
  dependencies: BatchDependencies,
  { maker, space }: Lane,
  batch: readonly Item[],
  { signal, confirm }: Pick<JobRun, 'signal' | 'confirm'>,
): Promise<SyncedBatch> {
  const changed = await changedOf(dependencies, { maker, space }, batch);
  const read = batch.length;
  if (changed.length === 0) return { read, encoded: [], failures: [] };
  const items = changed.map(({ item }) => item);
  const made = await maker.make(items, signal);
  signal.throwIfAborted();
  if (!isSameSpace(maker.space, space)) throw modelChanged(maker.space, space);
  if (made.vectors.length > 0) {
    await confirm();
    await dependencies.vectors.put(space, rowsOf(made, changed, dependencies.clock()));
  }
  return { read, encoded: made.vectors.map(({ itemId }) => itemId), failures: made.failures };
}

async function changedOf(
  { vectors, items, digest }: BatchDependencies,
  { maker, space }: Lane,
  batch: readonly Item[],
): Promise<readonly Changed[]> {
  const facts = await vectors.facts(
    space,
    batch.map(({ id }) => id),
  );
  const hashed = await Promise.all(
    batch.map(async (item) => {
      const content = contentOf(maker.kind, item, items);
      return content === undefined ? [] : [{ item, hash: await contentHash(content, digest) }];
    }),
  );
  return hashed.flat().filter(({ item, hash }) => facts.get(item.id)?.contentHash !== hash);
}

function rowsOf(
  { vectors }: MadeVectors,
  changed: readonly Changed[],
  now: number,
): readonly MadeVector[] {
  const sources = new Map(changed.map((each) => [each.item.id, each]));
  return vectors.flatMap(({ itemId, vector }) => {
    const source = sources.get(itemId);
    if (source === undefined) return [];
    return [{ itemId, vector, madeAt: now, contentHash: source.hash, item: source.item }];
  });
}

const modelChanged = (now: VectorSpace, before: VectorSpace) =>
  new AppError(
    'unavailable',
    `the model changed from ${spaceName(before)} to ${spaceName(now)} on the way`,
  );
