import type { Change } from '../../ports/change-log.js';
import type { Copying, ShopSide } from './shop-side.js';

/** Batches that any store takes at once. */
const pageSize = 500;

/**
 * Tells the target every change of the source, in order. The place is kept after each page, so that a run that dies
 * repeats one page at most, and repeating changes nothing. Returns how many there were.
 */
export async function copyChanges({ from, to, name, progress, signal }: Copying): Promise<number> {
  const { bookmarks } = to.store;
  const bookmark = `copy.${name}.changes`;
  const total = (await from.store.catalog.count()) + (await from.store.events.count());
  let cursor = await bookmarks.get(bookmark);
  let copied = 0;
  for (let hasMore = true; hasMore; ) {
    signal.throwIfAborted();
    const page = await from.store.changes.after(cursor, pageSize);
    for (const run of runsOf(page.changes)) await apply(to, run);
    ({ cursor, hasMore } = page);
    await bookmarks.put(bookmark, cursor);
    copied += page.changes.length;
    progress.report('Copying items and events', Math.min(copied, total), total);
  }
  return copied;
}

/** Neighbours of one kind, which can be written together. */
function runsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const runs: Change[][] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === change.kind) last.push(change);
    else runs.push([change]);
  }
  return runs;
}

async function apply({ store }: ShopSide, run: readonly Change[]): Promise<void> {
  const items = run.flatMap((change) => (change.kind === 'item' ? [change.item] : []));
  if (items.length > 0) await store.catalog.upsert(items);
  const events = run.flatMap((change) => (change.kind === 'event' ? [change.event] : []));
  if (events.length > 0) await store.events.append(events);
  for (const change of run) {
    if (change.kind === 'item-removed') await store.catalog.remove(change.id);
    if (change.kind === 'user-erased') await store.users.erase(change.userId);
    if (change.kind === 'merged') await store.users.merge(change.from, change.into);
  }
}
