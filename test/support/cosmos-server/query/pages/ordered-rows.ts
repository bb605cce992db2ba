import { array, item, listed, payloadOf, ridOf } from '../../sql/planning/build.js';
import { directionOf } from '../../sql/running/order.js';
import type { Json, Value } from '../../sql/syntax/tree.js';
import { compareAny } from '../../sql/values/compare.js';
import type { DocumentRow } from '../../store/document-row.js';
import { documentNumber } from '../../store/resource-ids.js';
import { isObject } from '../../wire/json.js';
import { engine, type Facts, type Query } from '../engine.js';

/** A result with what put it in its place. */
export interface OrderedRow {
  readonly keys: readonly Value[];
  /** The number of the document it came of; 0 of none. */
  readonly document: number;
  readonly result: Value;
}

/** Where one result stands against another, by the keys and then by the documents' ids. */
export type OrderedComparison = (left: OrderedPlace, right: OrderedPlace) => number;
type OrderedPlace = Omit<OrderedRow, 'result'>;

/**
 * A query with ORDER BY, run so that each result tells its place. Those that are alike come in the order of their ids,
 * in a descending order the other way round, as a scan of an index does; the SDK's `RidSkipCountFilter` relies on it.
 */
export function orderedRows(
  query: Query,
  documents: readonly DocumentRow[],
  facts: Facts,
): { readonly rows: readonly OrderedRow[]; readonly compare: OrderedComparison } {
  const { statement, parameters } = query;
  const keys = statement.orderBy;
  const told = {
    _rid: ridOf(statement),
    orderByItems: array(keys.map(({ expression }) => item(expression))),
    payload: payloadOf(statement),
  };
  const context = { parameters, container: facts, nowMs: facts.nowMs, subquery: noSubquery };
  const signs = keys.map((key) => (directionOf(key, context) === 'Descending' ? -1 : 1));
  const idSign = signs.includes(-1) ? -1 : 1;
  const bodies = (idSign > 0 ? documents : documents.toReversed()).map(({ body }) => body);
  const asked = { ...query, statement: { ...statement, projection: listed(told) } };
  const { results } = engine.run(asked, bodies, facts);
  return { rows: results.map(rowOf), compare: comparison(signs, idSign) };
}

/** The arguments of VectorDistance that choose a direction hold none. */
const noSubquery = (): readonly Value[] => [];

function rowOf(result: Json): OrderedRow {
  const { _rid: rid, orderByItems, payload } = isObject(result) ? result : {};
  const items: readonly Json[] = Array.isArray(orderByItems) ? orderByItems : [];
  return {
    keys: items.map((each) => (isObject(each) ? each['item'] : undefined)),
    document: typeof rid === 'string' ? documentNumber(rid) : 0,
    result: payload,
  };
}

const comparison =
  (signs: readonly number[], idSign: number): OrderedComparison =>
  (left, right) => {
    for (const [at, sign] of signs.entries()) {
      const order = compareAny(left.keys[at], right.keys[at]) * sign;
      if (order !== 0) return order;
    }
    return (left.document - right.document) * idSign;
  };
