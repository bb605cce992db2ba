import type { Item } from '../../domain/item.js';
import { isSameSpace } from '../../domain/vector-space.js';
import type { Change } from '../../ports/change-log.js';
import type { FollowChanges } from '../follow-changes.js';
import { type BatchDependencies, encodeBatch } from '../sync-vectors/encoding/encode-batch.js';
import { contentOf } from '../sync-vectors/encoding/item-content.js';
import type { VectorMaker } from '../sync-vectors/encoding/vector-maker.js';

/**
 * Brings what follows from items in step with those that changed, right after they did: what this process counts and
 * remembers, and the vectors of the spaces that serve. May be told the same twice, and of an item late. Rejects where that
 * cannot be done now; the next sync does what was left undone.
 */
export type KeepInStep = (changes: readonly Change[], signal: AbortSignal) => Promise<void>;

export interface KeepInStepDependencies extends BatchDependencies {
  readonly followChanges: Pick<FollowChanges, 'catchUp'>;
  /** Of the vectors that are made anew at once: pictures, which have to be fetched, may be left to the sync. */
  readonly makers: readonly VectorMaker[];
  /** Kinds whose vectors are described and removed only. */
  readonly others?: readonly Pick<VectorMaker, 'kind'>[];
}

/** Encoded together. */
const batchSize = 32;

export function makeKeepInStep(dependencies: KeepInStepDependencies): KeepInStep {
  const { followChanges, makers, others = [] } = dependencies;
  return async (changes, signal) => {
    const changed = changedItems(changes);
    // Items that are drawn show others; they are to be looked up as they are now.
    await followChanges.catchUp();
    if (changed.size === 0) return;
    for (const maker of [...makers, ...others]) {
      signal.throwIfAborted();
      await keepKind(dependencies, maker, changed, signal);
    }
  };
}

/** Each as it was told last; undefined for one that was removed. */
function changedItems(changes: readonly Change[]): ReadonlyMap<string, Item | undefined> {
  const changed = new Map<string, Item | undefined>();
  for (const change of changes) {
    if (change.kind === 'item') changed.set(change.item.id, change.item);
    if (change.kind === 'item-removed') changed.set(change.id, undefined);
  }
  return changed;
}

type Keeper = VectorMaker | Pick<VectorMaker, 'kind'>;

async function keepKind(
  dependencies: KeepInStepDependencies,
  keeper: Keeper,
  changed: ReadonlyMap<string, Item | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const { vectors, items } = dependencies;
  const space = await vectors.active(keeper.kind);
  // Before the first sync there is nothing to be kept.
  if (space === undefined) return;
  const hasContent = (item: Item | undefined): item is Item =>
    item !== undefined && contentOf(keeper.kind, item, items) !== undefined;
  const there = [...changed.values()].filter(hasContent);
  const gone = [...changed].filter(([, item]) => !hasContent(item)).map(([id]) => id);
  if (gone.length > 0) await vectors.remove(space, gone);
  const made = new Set<string>();
  if ('make' in keeper && isSameSpace(keeper.space, space)) {
    for (const id of await encode(dependencies, keeper, there, signal)) made.add(id);
  }
  const left = there.filter(({ id }) => !made.has(id));
  if (left.length > 0) await vectors.describe?.(space, left);
}

async function encode(
  dependencies: KeepInStepDependencies,
  maker: VectorMaker,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lane = { maker, space: maker.space };
  const run = { signal, confirm: async () => undefined };
  const encoded: string[] = [];
  for (let at = 0; at < items.length; at += batchSize) {
    const batch = items.slice(at, at + batchSize);
    encoded.push(...(await encodeBatch(dependencies, lane, batch, run)).encoded);
  }
  return encoded;
}
