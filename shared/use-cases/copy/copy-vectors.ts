import { spaceName, type VectorSpace, vectorKinds } from '../../domain/vector-space.js';
import type { VectorChanges } from '../../ports/vector-store.js';
import type { Copying } from './shop-side.js';

const pageSize = 200;

/** Every space with its vectors, then which of them serve. Returns how many vectors were written. */
export async function copyVectors(copying: Copying): Promise<number> {
  const { from, to } = copying;
  let copied = 0;
  for (const { space, size } of await from.vectors.spaces())
    copied += await copySpace(copying, space, size);
  for (const kind of vectorKinds) {
    const space = await from.vectors.active(kind);
    if (space) await to.vectors.activate(kind, space);
  }
  return copied;
}

async function copySpace(copying: Copying, space: VectorSpace, size: number): Promise<number> {
  const { from, to, name, progress, signal } = copying;
  const { bookmarks } = to.store;
  const bookmark = `copy.${name}.vectors.${spaceName(space)}`;
  let cursor = await bookmarks.get(bookmark);
  let copied = 0;
  for (let hasMore = true; hasMore; ) {
    signal.throwIfAborted();
    const page = await from.vectors.changesAfter(space, cursor, pageSize);
    await putPage(copying, space, page);
    ({ cursor, hasMore } = page);
    await bookmarks.put(bookmark, cursor);
    copied += page.put.itemIds.length;
    progress.report(`Copying vectors of ${spaceName(space)}`, Math.min(copied, size), size);
  }
  return copied;
}

async function putPage(
  { from, to }: Copying,
  space: VectorSpace,
  { put: { itemIds, vectors }, removed }: VectorChanges,
): Promise<void> {
  const facts = await from.vectors.facts(space, itemIds);
  const rows = itemIds.flatMap((itemId, at) => {
    const known = facts.get(itemId);
    const vector = vectors.slice(at * space.dimensions, (at + 1) * space.dimensions);
    // What has gone since the page was read is among the removed of a later page.
    return known ? [{ ...known, vector }] : [];
  });
  if (rows.length > 0) await to.vectors.put(space, rows);
  if (removed.length > 0) await to.vectors.remove(space, removed);
}
