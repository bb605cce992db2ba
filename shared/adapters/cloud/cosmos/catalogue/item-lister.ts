import type { SqlParameter } from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import type { Expression } from '../../../../domain/filter/expression.js';
import type { Item } from '../../../../domain/item.js';
import type { CatalogStore, ItemPage } from '../../../../ports/catalog-store.js';
import type { CosmosConnection } from '../connection.js';
import { filterToSql } from '../filter/filter-to-sql.js';
import { queryTenant } from '../query-tenant.js';
import { itemKey, itemOf } from './item-document.js';

/** Items come ordered by their key, whose order is that of the ids; a page begins after the last key of the one before. */
export function itemLister(connection: CosmosConnection): CatalogStore['list'] {
  return async ({ limit, cursor, filter }) => {
    const after = cursor === undefined ? undefined : keyOf(cursor);
    return pageOf(await readItems(connection, { after, filter, count: limit + 1 }), limit);
  };
}

interface Wanted {
  readonly after: string | undefined;
  readonly filter: Expression | undefined;
  readonly count: number;
}

async function readItems(
  connection: CosmosConnection,
  { after, filter, count }: Wanted,
): Promise<readonly Item[]> {
  const conditions = ["c.tenant = @tenant AND c.kind = 'item'"];
  const parameters: SqlParameter[] = [{ name: '@count', value: count }];
  if (after !== undefined) {
    conditions.push('c.key > @after');
    parameters.push({ name: '@after', value: after });
  }
  if (filter !== undefined) {
    const { condition, parameters: bound } = filterToSql(filter);
    conditions.push(condition);
    parameters.push(...bound);
  }
  const where = conditions.join(' AND ');
  const query = `SELECT TOP @count c.kind, c.item FROM c WHERE ${where} ORDER BY c.key`;
  const options = { maxItemCount: Math.min(count, maxPageSize) };
  const found = await queryTenant(connection, 'shop', { query, parameters }, options);
  return found.map(itemOf);
}

const maxPageSize = 1_000;

/** Of the items found, one more than `limit` where there are more. */
function pageOf(found: readonly Item[], limit: number): ItemPage {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items };
  return { items, nextCursor: cursorAfter(itemKey(last.id)) };
}

const prefix = 'items after ';

const cursorAfter = (key: string) => Buffer.from(prefix + key).toString('base64url');

function keyOf(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  const key = place.slice(prefix.length);
  if (place.startsWith(prefix) && cursorAfter(key) === cursor) return key;
  throw new AppError(
    'invalid',
    `A cursor must be the next_cursor of an earlier page, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
}
