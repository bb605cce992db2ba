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
  const { from, to } = windowOf(query, outer);
  return { values: projected(query, ordered, to).slice(from), matchedCount: matched.length };
}

/** What the rows give, in their order, up to so many values: no more rows are looked at than that needs. */
function projected(query: Select, rows: readonly Scope[], most: number): readonly Value[] {
  const [first] = query.sources;
  const made = new Map<string | number, Value>();
  for (const row of rows) {
    if (made.size >= most) break;
    const value = project(query.projection, first, row);
    if (value !== undefined) made.set(query.distinct ? canonical(value) : made.size, value);
  }
  return [...made.values()];
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

/** Which of the values are asked for: from one place to before another. */
function windowOf(query: Select, outer: Scope): { readonly from: number; readonly to: number } {
  const count = (expression: Select['top']): number | undefined => {
    const value = expression && evaluate(expression, outer);
    return typeof value === 'number' ? value : undefined;
  };
  const from = count(query.offset) ?? 0;
  return { from, to: from + (count(query.limit) ?? count(query.top) ?? Number.POSITIVE_INFINITY) };
}
