import { evaluate } from '../running/evaluate.js';
import { directionOf, isScore } from '../running/order.js';
import type { RunContext } from '../running/scope.js';
import { printed, printedSelect } from '../syntax/print.js';
import type { Expression, Select } from '../syntax/tree.js';
import { groupedInfo } from './aggregates.js';
import { array, filtered, item, listed, literal, payloadOf, ridOf } from './build.js';
import { plainInfo, type QueryInfo } from './query-info.js';

/** How many rows a clause allows, or null where there is none. */
export function countOf(count: Expression | undefined, context: RunContext): number | null {
  const value = count && evaluate(count, { bindings: {}, context });
  return typeof value === 'number' ? value : null;
}

/** The plan of a query without ORDER BY RANK. */
export function streamInfo(query: Select, context: RunContext): QueryInfo {
  const window = {
    top: countOf(query.top, context),
    offset: countOf(query.offset, context),
    limit: countOf(query.limit, context),
  };
  const grouped = groupedInfo(query);
  const ordered = orderedInfo(query, context);
  const rewritten =
    ordered === undefined && window.limit !== null ? printedSelect(narrowed(query, context)) : '';
  return {
    ...plainInfo,
    ...window,
    distinctType: distinctType(query),
    hasSelectValue: query.projection.kind === 'value',
    rewrittenQuery: rewritten,
    ...ordered,
    ...grouped,
  };
}

function distinctType(query: Select): QueryInfo['distinctType'] {
  if (!query.distinct) return 'None';
  const keys = query.orderBy.map((key) => printed(key.expression));
  const { projection } = query;
  const shown =
    projection.kind === 'value'
      ? [projection.expression]
      : projection.kind === 'list'
        ? projection.items.map(({ expression }) => expression)
        : [];
  const same =
    shown.length === keys.length && shown.every((each, at) => printed(each) === keys[at]);
  return same && keys.length > 0 ? 'Ordered' : 'Unordered';
}

function orderedInfo(query: Select, context: RunContext): Partial<QueryInfo> | undefined {
  if (query.orderBy.length === 0) return undefined;
  const keys = query.orderBy.map((key) => key.expression);
  return {
    orderBy: query.orderBy.map((key) => directionOf(key, context)),
    orderByExpressions: keys.map(printed),
    hasNonStreamingOrderBy: keys.some(isScore),
    rewrittenQuery: printedSelect({
      ...narrowed(query, context),
      projection: listed({
        _rid: ridOf(query),
        orderByItems: array(keys.map(item)),
        payload: payloadOf(query),
      }),
      where: filtered(query.where),
    }),
  };
}

/** The same query for one range: as many rows as the merged answer could need of it. */
function narrowed(query: Select, context: RunContext): Select {
  const [top, offset, limit] = [query.top, query.offset, query.limit].map((count) =>
    countOf(count, context),
  );
  const counted = (count: number | null | undefined): Expression | undefined =>
    typeof count === 'number' ? literal(count) : undefined;
  if (typeof limit !== 'number') return { ...query, top: counted(top) };
  return { ...query, offset: literal(0), limit: literal((offset ?? 0) + limit) };
}
