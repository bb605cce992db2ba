import { isAggregate } from '../functions/aggregates.js';
import type { Expression, Select } from '../syntax/tree.js';
import { expressionsIn } from '../syntax/walk.js';
import { canonical } from '../values/compare.js';
import { evaluate } from './evaluate.js';
import type { Scope } from './scope.js';

/** Whether an expression computes an aggregate, outside its subqueries. */
export function hasAggregate(expression: Expression): boolean {
  return expressionsIn(expression).some((each) => each.kind === 'call' && isAggregate(each.name));
}

/** The expressions that a projection is made of. */
export function projectedExpressions({ projection }: Select): readonly Expression[] {
  if (projection.kind === 'star') return [];
  return projection.kind === 'value'
    ? [projection.expression]
    : projection.items.map((item) => item.expression);
}

/** Whether a query makes groups: by GROUP BY, or one of all rows by an aggregate. */
export function isGrouped(query: Select): boolean {
  return query.groupBy.length > 0 || projectedExpressions(query).some(hasAggregate);
}

/**
 * One scope per group, in the order of their first rows; the first row answers for what is grouped by. Without GROUP BY
 * there is exactly one group, even of no rows (page "Aggregate functions").
 */
export function groupsOf(query: Select, rows: readonly Scope[], outer: Scope): readonly Scope[] {
  if (query.groupBy.length === 0) return [{ ...(rows[0] ?? outer), group: rows }];
  const groups = new Map<string, Scope[]>();
  for (const row of rows) {
    const key = query.groupBy.map((by) => canonical(evaluate(by, row))).join('\n');
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...(group[0] ?? outer), group }));
}
