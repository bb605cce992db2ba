import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../domain/item.js';
import {
  nothingSynced,
  type SyncFailure,
  type SyncOutcome,
  withFailures,
} from '../../../domain/sync-outcome.js';
import type { CatalogStore } from '../../../ports/catalog-store.js';
import type { ItemView } from '../../../ports/item-view.js';
import type { ProductSource, SourceRow } from '../../../ports/product-source.js';
import type { Clock } from '../../../ports/runtime.js';
import type { FollowChanges } from '../../follow-changes.js';
import type { JobRun } from '../../tasks/job.js';
import { turn } from '../turn.js';
import { isMirrored, mirroredItem } from './mirrored-item.js';

export interface MirrorDependencies {
  readonly catalog: CatalogStore;
  readonly items: ItemView;
  readonly followChanges: Pick<FollowChanges, 'catchUp'>;
  readonly clock: Clock;
}

/**
 * Brings the catalogue in step with its source: writes what is new or changed, and switches off what came from a source
 * and is there no more. Of a row that cannot be used the catalogue keeps what it has. Rejects as `ProductSource.page`: what
 * was written by then stays, and another run writes the rest.
 */
export async function mirrorSource(
  dependencies: MirrorDependencies,
  source: ProductSource,
  run: JobRun,
): Promise<SyncOutcome> {
  const { items, followChanges } = dependencies;
  await followChanges.catchUp();
  const mirrored = [...items.values()].filter((item) => item.isActive && isMirrored(item));
  const unseen = new Set(mirrored.map(({ id }) => id));
  let outcome = nothingSynced;
  let [read, changed] = [0, 0];
  let cursor: string | undefined;
  do {
    const { rows, nextCursor } = await source.page(cursor, run.signal);
    for (const { id } of rows) unseen.delete(id);
    changed += await store(dependencies, itemsOf(rows, dependencies, source.name), run);
    outcome = withFailures(outcome, failuresOf(rows));
    read += rows.length;
    run.progress.report(`Reading ${source.name}: ${read} products`, 0);
    await turn();
    cursor = nextCursor;
  } while (cursor !== undefined);
  const vanished = await switchOff(dependencies, [...unseen], run);
  return { ...outcome, source: { read, changed, vanished } };
}

const failuresOf = (rows: readonly SourceRow[]): readonly SyncFailure[] =>
  rows.flatMap((row) => ('reason' in row ? [{ ...row, part: 'row' }] : []));

/** Those that are not so in the catalogue yet. */
function itemsOf(
  rows: readonly SourceRow[],
  { items, clock }: MirrorDependencies,
  source: string,
): readonly Item[] {
  return rows.flatMap((row) => {
    if ('reason' in row) return [];
    const known = items.get(row.id);
    const item = mirroredItem(row.product, known, { source, now: clock() });
    return isDeepStrictEqual(item, known) ? [] : [item];
  });
}

async function store(
  { catalog, followChanges }: MirrorDependencies,
  changed: readonly Item[],
  { confirm }: JobRun,
): Promise<number> {
  if (changed.length === 0) return 0;
  await confirm();
  await catalog.upsert(changed);
  await followChanges.catchUp();
  return changed.length;
}

const switchedAtATime = 100;

async function switchOff(
  { catalog, followChanges }: MirrorDependencies,
  ids: readonly string[],
  { confirm }: JobRun,
): Promise<number> {
  for (let start = 0; start < ids.length; start += switchedAtATime) {
    await confirm();
    for (const id of ids.slice(start, start + switchedAtATime)) {
      await catalog.update(id, (item) => ({ ...item, isActive: false }));
    }
    await followChanges.catchUp();
    await turn();
  }
  return ids.length;
}
