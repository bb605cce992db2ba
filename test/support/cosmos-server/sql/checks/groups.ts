import { SqlError } from '../errors.js';
import { isAggregate } from '../functions/aggregates.js';
import { hasAggregate, isGrouped, projectedExpressions } from '../running/groups.js';
import { canonicalExpression } from '../syntax/print.js';
import type { Expression, Select } from '../syntax/tree.js';
import { childrenOf, expressionsIn } from '../syntax/walk.js';

/** Page "GROUP BY clause": what may be selected from groups, and where aggregates may stand. */
export function checkGroups(query: Select): void {
  const keys = query.orderBy.map((key) => key.expression);
  for (const clause of [query.where, ...query.groupBy, ...keys]) {
    if (clause && hasAggregate(clause)) {
      throw new SqlError('SC2101', 'An aggregate may only be used in the SELECT clause.');
    }
  }
  for (const key of query.groupBy) checkKey(key);
  if (!isGrouped(query)) return;
  if (keys.length > 0) {
    throw new SqlError(
      'SC2105',
      "'ORDER BY' is not supported in presence of 'GROUP BY' or aggregates.",
    );
  }
  if (query.projection.kind === 'star') {
    throw new SqlError('SC2106', "'SELECT *' is not valid with 'GROUP BY'.");
  }
  const grouped = new Set(query.groupBy.map(canonicalExpression));
  for (const projected of projectedExpressions(query)) checkProjected(projected, grouped);
}

function checkKey(key: Expression): void {
  const all = expressionsIn(key);
  const refers = all.some(({ kind }) => kind === 'name');
  if (refers && !all.some(({ kind }) => kind === 'subquery')) return;
  throw new SqlError(
    'SC2107',
    'Each GROUP BY expression must contain at least one property reference, and no scalar subquery.',
  );
}

function checkProjected(projected: Expression, grouped: ReadonlySet<string>): void {
  if (grouped.has(canonicalExpression(projected))) return;
  if (projected.kind === 'call' && isAggregate(projected.name)) {
    const [argument] = projected.arguments;
    if (argument && hasAggregate(argument)) {
      throw new SqlError('SC2104', 'An aggregate may not be an argument of another.');
    }
    return;
  }
  if (projected.kind === 'name' || projected.kind === 'member' || projected.kind === 'index') {
    throw new SqlError(
      'SC2102',
      `Property reference '${canonicalExpression(projected)}' is invalid in the select list because it is not contained in an aggregate function or the GROUP BY clause.`,
    );
  }
  for (const child of childrenOf(projected)) checkProjected(child, grouped);
}

/** Whether an aggregate is part of a larger expression, which no plan across partitions can merge. */
function composesAggregates(expression: Expression): boolean {
  const whole = expression.kind === 'call' && isAggregate(expression.name);
  return !whole && expressionsIn(expression).some(hasAggregate);
}

/** Throws what the gateway answers when ranges cannot be merged (issue 1099 of azure-cosmos-dotnet-v3 quotes it). */
export function checkComposition(query: Select): void {
  if (!projectedExpressions(query).some(composesAggregates)) return;
  throw new SqlError('SC2103', 'Compositions of aggregates and other expressions are not allowed.');
}
