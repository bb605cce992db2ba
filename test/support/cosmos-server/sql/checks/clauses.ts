import { SqlError } from '../errors.js';
import type { Expression, ProjectedItem, Select, Value } from '../syntax/tree.js';
import { canonical } from '../values/compare.js';
import { checkGroups } from './groups.js';
import { checkRanking } from './ranking.js';

/** Throws the SqlError of clauses that may not stand together, in a query without its subqueries. */
export function checkClauses(query: Select, parameters: ReadonlyMap<string, Value>): void {
  checkStar(query);
  checkJoins(query);
  checkWindow(query, parameters);
  if (query.projection.kind === 'list') checkAliases(query.projection.items);
  checkGroups(query);
  checkRanking(query);
}

const maxJoins = 10;

/** Page "Azure Cosmos DB service quotas": limits of SQL queries. */
function checkJoins({ sources }: Select): void {
  if (sources.length <= maxJoins + 1) return;
  throw new SqlError('SC2070', `The query exceeded the maximum limit of ${maxJoins} JOINs.`);
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
