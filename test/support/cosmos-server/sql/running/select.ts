import type { Json, Projection, Select, Source, Value } from '../syntax/tree.js';
import { canonical } from '../values/compare.js';
import { evaluate } from './evaluate.js';
import { groupsOf, isGrouped } from './groups.js';
import { sorted } from './order.js';
import { rowsOf } from './rows.js';
import type { Scope } from './scope.js';

/** What a statement gives, and how many of its rows passed the filter. */
export interface Selected {
  readonly values: readonly Value[];
  readonly matchedCount: number;
}

/** Runs one statement; `documents` is undefined in a subquery. The clauses run in the order FROM, WHERE, GROUP BY, ORDER BY, SELECT, OFFSET LIMIT. */
export function selected(
  query: Select,
  documents: readonly Json[] | undefined,
  outer: Scope,
): Selected {
  const { where, orderBy } = query;
  const all = rowsOf(query.sources, documents, outer);
  const matched = where === undefined ? all : all.filter((row) => evaluate(where, row) === true);
  const grouped = isGrouped(query) ? groupsOf(query, matched, outer) : matched;
  const ordered = orderBy.length === 0 ? grouped : sorted(grouped, orderBy, outer.context);
  const [first] = query.sources;
  const projected = ordered
    .map((row) => project(query.projection, first, row))
    .filter((value) => value !== undefined);
  const values = query.distinct ? distinct(projected) : projected;
  return { values: window(query, values, outer), matchedCount: matched.length };
}

function project(projection: Projection, first: Source | undefined, row: Scope): Value {
  if (projection.kind === 'star') return first && row.bindings[first.alias];
  if (projection.kind === 'value') return evaluate(projection.expression, row);
  const made: Record<string, Json> = {};
  for (const { name, expression } of projection.items) {
    const value = evaluate(expression, row);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}

function window(query: Select, values: readonly Value[], outer: Scope): readonly Value[] {
  const count = (expression: Select['top']): number | undefined => {
    const value = expression && evaluate(expression, outer);
    return typeof value === 'number' ? value : undefined;
  };
  const offset = count(query.offset) ?? 0;
  const limit = count(query.limit) ?? count(query.top) ?? values.length;
  return values.slice(offset, offset + limit);
}
