import { checkComposition } from '../checks/groups.js';
import { isAggregate } from '../functions/aggregates.js';
import { isGrouped } from '../running/groups.js';
import { printed, printedSelect } from '../syntax/print.js';
import type { Expression, Select } from '../syntax/tree.js';
import { array, call, item, listed, object } from './build.js';
import type { QueryInfo } from './query-info.js';

const types: Readonly<Record<string, string>> = {
  COUNT: 'Count',
  COUNTIF: 'CountIf',
  SUM: 'Sum',
  AVG: 'Average',
  MIN: 'Min',
  MAX: 'Max',
  MAKELIST: 'MakeList',
  MAKESET: 'MakeSet',
};

/** The SDK's name of the aggregate that an expression is, or null. */
function typeOf(expression: Expression): string | null {
  const aggregate = expression.kind === 'call' && isAggregate(expression.name);
  return aggregate ? (types[expression.name.toUpperCase()] ?? null) : null;
}

/** What a range must answer so that the SDK can merge an aggregate: the parts of an average, the count beside an extreme. */
function partial(expression: Expression): Expression {
  const type = typeOf(expression);
  const argument = expression.kind === 'call' ? expression.arguments[0] : undefined;
  if (type === null || argument === undefined) return expression;
  const count = call('COUNT', argument);
  if (type === 'Average') return item(object({ sum: call('SUM', argument), count }));
  if (type !== 'Min' && type !== 'Max') return item(expression);
  return object({ item: expression, item2: object({ [type.toLowerCase()]: expression, count }) });
}

/** The plan of a query with GROUP BY or aggregates, or undefined for another. */
export function groupedInfo(query: Select): Partial<QueryInfo> | undefined {
  if (!isGrouped(query)) return undefined;
  checkComposition(query);
  const { projection } = query;
  const keys = { groupByExpressions: query.groupBy.map(printed) };
  if (projection.kind === 'value') {
    const type = typeOf(projection.expression);
    const payload = type === null ? projection.expression : array([partial(projection.expression)]);
    return {
      ...keys,
      aggregates: type === null ? [] : [type],
      rewrittenQuery: rewritten(query, payload),
    };
  }
  const items = projection.kind === 'list' ? projection.items : [];
  const payload = object(
    Object.fromEntries(items.map(({ name, expression }) => [name, partial(expression)])),
  );
  return {
    ...keys,
    groupByAliases: items.map(({ name }) => name),
    groupByAliasToAggregateType: Object.fromEntries(
      items.map(({ name, expression }) => [name, typeOf(expression)]),
    ),
    rewrittenQuery: rewritten(query, payload),
  };
}

function rewritten(query: Select, payload: Expression): string {
  const alone = query.groupBy.length === 0 && query.projection.kind === 'value';
  const groupByItems =
    query.groupBy.length === 0 ? {} : { groupByItems: array(query.groupBy.map(item)) };
  return printedSelect({
    ...query,
    top: undefined,
    offset: undefined,
    limit: undefined,
    projection: alone
      ? { kind: 'value', expression: payload }
      : listed({ ...groupByItems, payload }),
  });
}
