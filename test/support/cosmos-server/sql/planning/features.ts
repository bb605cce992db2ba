import { SqlError } from '../errors.js';
import { isGrouped } from '../running/groups.js';
import type { Select } from '../syntax/tree.js';

/** What a client must be able to merge, in the words of the header `x-ms-cosmos-supported-query-features`. */
export function featuresOf(query: Select): readonly string[] {
  const grouped = isGrouped(query);
  const value = query.projection.kind === 'value';
  const needed: readonly (readonly [string, boolean])[] = [
    ['GroupBy', query.groupBy.length > 0],
    ['Aggregate', grouped && value],
    ['NonValueAggregate', grouped && !value],
    ['Distinct', query.distinct],
    ['OrderBy', query.orderBy.length === 1],
    ['MultipleOrderBy', query.orderBy.length > 1],
    ['OffsetAndLimit', query.limit !== undefined],
    ['Top', query.top !== undefined],
    ['HybridSearch', query.rank !== undefined],
  ];
  return needed.filter(([, needs]) => needs).map(([feature]) => feature);
}

/** Throws what the gateway answers a client that lacks a feature. */
export function checkFeatures(query: Select, supported: ReadonlySet<string>): void {
  const missing = featuresOf(query).filter((feature) => !supported.has(feature));
  if (missing.length === 0) return;
  throw new SqlError(
    'SC0000',
    `Query contains the following features, which the calling client does not support: ${missing.join(' ')}`,
  );
}
