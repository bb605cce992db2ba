import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../domain/errors.js';
import { compileFilter } from '../../../domain/filter/evaluate.js';
import type { Item } from '../../../domain/item.js';
import type { CatalogStore, ItemPage } from '../../../ports/catalog-store.js';
import { decodeItem } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';

type ReadItems = (after: string | undefined, count: number) => readonly Item[];

export function itemLister(database: Sqlite): CatalogStore['list'] {
  const later = database.prepare('SELECT data FROM items WHERE id > ? ORDER BY id LIMIT ?');
  const first = database.prepare('SELECT data FROM items ORDER BY id LIMIT ?');
  const read: ReadItems = (after, count) => {
    const rows = after === undefined ? first.rows(count) : later.rows(after, count);
    return rows.map(([data]) => decodeItem(data));
  };
  return async ({ limit, cursor, filter }) => {
    const after = cursor === undefined ? undefined : idOf(cursor);
    if (filter === undefined) return pageOf(read(after, limit + 1), limit);
    return pageOf(await firstPassing(scan(read, after), compileFilter(filter), limit + 1), limit);
  };
}

const scanSize = 500;

/** A filter may look at the whole catalogue: after each part of it others get their turn. */
async function* scan(read: ReadItems, start: string | undefined) {
  let after = start;
  for (;;) {
    const items = read(after, scanSize);
    yield items;
    if (items.length < scanSize) return;
    after = items.at(-1)?.id;
    await setImmediate();
  }
}

async function firstPassing(
  parts: AsyncIterable<readonly Item[]>,
  passes: (item: Item) => boolean,
  count: number,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const items of parts) {
    found.push(...items.filter(passes));
    if (found.length >= count) break;
  }
  return found;
}

/** Of the items found, one more than `limit` where there are more. */
function pageOf(found: readonly Item[], limit: number): ItemPage {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items };
  return { items, nextCursor: cursorAfter(last.id) };
}

const prefix = 'after:';

function cursorAfter(id: string): string {
  return Buffer.from(prefix + id).toString('base64url');
}

function idOf(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  const id = place.slice(prefix.length);
  if (place.startsWith(prefix) && cursorAfter(id) === cursor) return id;
  throw new AppError(
    'invalid',
    `A cursor must be the next_cursor of an earlier page, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
}
