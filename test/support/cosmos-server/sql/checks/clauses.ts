import { SqlError } from '../errors.js';
import { hasAggregate, isGrouped, projectedExpressions } from '../running/groups.js';
import type { Expression, ProjectedItem, Select, Value } from '../syntax/tree.js';
import { expressionsIn } from '../syntax/walk.js';
import { canonical } from '../values/compare.js';
import { checkGroups } from './groups.js';

/** Throws the SqlError of clauses that may not stand together, in a query without its subqueries. */
export function checkClauses(query: Select, parameters: ReadonlyMap<string, Value>): void {
  checkStar(query);
  checkWindow(query, parameters);
  if (query.projection.kind === 'list') checkAliases(query.projection.items);
  checkGroups(query);
  checkRanking(query);
}

function checkStar({ projection, sources }: Select): void {
  if (projection.kind !== 'star' || sources.length === 1) return;
  throw sources.length === 0
    ? new SqlError('SC2040', "'SELECT *' is not valid if FROM clause is omitted.")
    : new SqlError('SC2041', "'SELECT *' is only valid with a single input set.");
}

/** Pages "TOP keyword", "OFFSET LIMIT clause": whole numbers that are not negative; not both clauses. */
function checkWindow(query: Select, parameters: ReadonlyMap<string, Value>): void {
  if (query.top !== undefined && query.limit !== undefined) {
    throw new SqlError('SC2060', "'TOP' and 'OFFSET LIMIT' cannot be used in the same query.");
  }
  for (const count of [query.top, query.offset, query.limit]) {
    const value = count && countOf(count, parameters);
    if (count !== undefined && !(Number.isInteger(value) && Number(value) >= 0)) {
      throw new SqlError(
        'SC2062',
        `A count of rows must be a non-negative integer, and is ${canonical(value)}.`,
      );
    }
  }
}

function countOf(count: Expression, parameters: ReadonlyMap<string, Value>): Value {
  if (count.kind === 'literal') return count.value;
  return count.kind === 'parameter' ? parameters.get(count.name) : undefined;
}

function checkAliases(items: readonly ProjectedItem[]): void {
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) {
      throw new SqlError(
        'SC2031',
        `The column name '${name}' is specified more than once in the select list.`,
      );
    }
    seen.add(name);
  }
}

/** Pages "FullTextScore", "RRF": only ORDER BY RANK may hold them, and nothing but them. */
function checkRanking(query: Select): void {
  const clauses = [query.where, ...query.groupBy, ...projectedExpressions(query)];
  const keys = query.orderBy.map((key) => key.expression);
  const misplaced = [...clauses, ...keys].find((clause) => clause && ranks(clause));
  if (misplaced !== undefined) {
    throw new SqlError(
      'SC2240',
      'The FullTextScore and RRF functions can only be used in an ORDER BY RANK clause.',
    );
  }
  if (query.rank === undefined) return;
  const { kind } = query.rank;
  if (kind !== 'call' || !isRanking(query.rank)) {
    throw new SqlError(
      'SC2241',
      'ORDER BY RANK must be followed by FullTextScore, VectorDistance or RRF.',
    );
  }
  if (
    isGrouped(query) ||
    query.distinct ||
    [query.where].some((where) => where && hasAggregate(where))
  ) {
    throw new SqlError(
      'SC2242',
      'ORDER BY RANK cannot be used with GROUP BY, DISTINCT or aggregates.',
    );
  }
}

function ranks(clause: Expression): boolean {
  return expressionsIn(clause).some(
    (each) => each.kind === 'call' && ['FULLTEXTSCORE', 'RRF'].includes(each.name.toUpperCase()),
  );
}

function isRanking(rank: Expression): boolean {
  return (
    rank.kind === 'call' &&
    ['FULLTEXTSCORE', 'RRF', 'VECTORDISTANCE'].includes(rank.name.toUpperCase())
  );
}
