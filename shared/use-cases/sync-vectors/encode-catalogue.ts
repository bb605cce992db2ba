import type { Item } from '../../domain/item.js';
import { type SyncedBatch, withBatch } from '../../domain/sync-outcome.js';
import type { Bookmarks } from '../../ports/bookmarks.js';
import type { CatalogStore } from '../../ports/catalog-store.js';
import type { JobRun } from '../tasks/job.js';
import { type BatchDependencies, encodeBatch, type Lane } from './encoding/encode-batch.js';
import { keepPass, type SyncPass } from './sync-pass.js';
import { turn } from './turn.js';

export interface EncodeDependencies extends BatchDependencies {
  readonly catalog: CatalogStore;
  readonly bookmarks: Bookmarks;
  /** Items that are encoded together. */
  readonly batchSize: number;
}

/**
 * Walks through the catalogue by id from where the pass is, and encodes what is new or changed: first the vectors are
 * written, then the place, so that a run that dies at any moment repeats at most the comparing of one batch.
 */
export async function encodeCatalogue(
  dependencies: EncodeDependencies,
  lanes: readonly Lane[],
  begun: SyncPass,
  run: JobRun,
): Promise<SyncPass> {
  const { catalog, bookmarks, batchSize } = dependencies;
  const total = await catalog.count();
  let pass = begun;
  for (;;) {
    run.signal.throwIfAborted();
    const { cursor } = pass;
    const page = await catalog.list({ limit: batchSize, ...(cursor !== undefined && { cursor }) });
    const items = page.items.filter(({ isActive }) => isActive);
    const before = pass.outcome;
    const outcome = withBatch(before, await encodeInAll(dependencies, lanes, items, run));
    const passed = pass.passed + page.items.length;
    run.progress.report('Encoding the catalogue', passed, total);
    pass = { ...pass, outcome, passed };
    if (page.nextCursor === undefined) return pass;
    pass = { ...pass, cursor: page.nextCursor };
    const { encoded, failed } = outcome;
    if (encoded > before.encoded || failed > before.failed) await keepPass(pass, bookmarks);
    await turn();
  }
}

async function encodeInAll(
  dependencies: BatchDependencies,
  lanes: readonly Lane[],
  items: readonly Item[],
  run: JobRun,
): Promise<SyncedBatch> {
  const batches: SyncedBatch[] = [];
  for (const lane of lanes) batches.push(await encodeBatch(dependencies, lane, items, run));
  return {
    read: items.length,
    encoded: batches.flatMap(({ encoded }) => encoded),
    failures: batches.flatMap(({ failures }) => failures),
  };
}
