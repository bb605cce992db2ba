import { SqlError } from '../errors.js';
import { isGrouped } from '../running/groups.js';
import type { Select } from '../syntax/tree.js';

/** Whether the first input set is a subquery that looks at more than one document at a time. */
export function collects({ sources: [first] }: Select): boolean {
  if (first?.input.kind !== 'subquery') return false;
  const { query } = first.input;
  const window = query.top !== undefined || query.limit !== undefined || query.orderBy.length > 0;
  return window || query.distinct || isGrouped(query) || collects(query);
}

/** Throws for a query whose answers from several ranges no client of this kind can merge (the feature `DCount`). */
export function checkMergeable(query: Select): void {
  if (!collects(query)) return;
  throw new SqlError(
    'SC0001',
    'Query contains the following features, which the calling client does not support: DCount',
  );
}

/** Throws for ORDER BY RANK, which needs the statistics that the client collects by the query plan. */
export function checkRunnable(query: Select): void {
  if (query.rank === undefined) return;
  throw new SqlError('SC3060', 'ORDER BY RANK can only be run by its query plan.');
}
