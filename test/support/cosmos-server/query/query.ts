import { type Account, containerOf, factsOf } from '../operation/account.js';
import { queryUnits } from '../operation/request-units.js';
import { checkSession, sessionHeaders } from '../operation/session.js';
import type { ContainerRow } from '../store/containers.js';
import { type Call, hasFlag, maxItemCount, type Reply } from '../wire/call.js';
import { sizeBytesOf } from '../wire/json.js';
import { badRequest } from '../wire/service-error.js';
import { engine, type Facts, type Query } from './engine.js';
import { filterRanges } from './filter-ranges.js';
import { boundText } from './pages/bound-text.js';
import { bindingOf, firstPage, readToken, writeToken } from './pages/continuation.js';
import { countedPage, streamedPage } from './pages/document-pages.js';
import type { Page } from './pages/growing-page.js';
import { orderedPage } from './pages/ordered-page.js';
import { querySpec } from './query-spec.js';
import { type Scope, scopeOf } from './scope.js';

const usualPageItems = 100;
const planUnits = 0;

/** How a client is to spread a query over the physical partitions and put their answers together. */
export function queryPlan(call: Call, account: Account): Reply {
  const container = containerOf(call, account);
  const query = engine.parse(querySpec(call));
  const features = call.headers['x-ms-cosmos-supported-query-features'];
  return {
    status: 200,
    headers: { 'x-ms-content-path': container.rid },
    body: {
      ...engine.queryPlan(query, factsOf(container, account), features),
      queryRanges: [filterRanges(query, container.definition.partitionKey)],
    },
    requestUnits: planUnits,
  };
}

/**
 * One page of a query ("Query documents"). Without a partition it is spread by the gateway, which does so only with what
 * needs no putting together; else it answers 400 with `additionalErrorInfo`, and the client asks for a plan.
 */
export function query(call: Call, account: Account): Reply {
  const container = containerOf(call, account);
  const spec = querySpec(call);
  const parsed = engine.parse(spec);
  const scope = scopeOf(call, container, account);
  const table = account.store.containers.partitions;
  checkSession(call, container, { partitions: scope.partitions, table });
  const of = bindingOf([container.rid, ...boundText(parsed), scope.kind, scope.range]);
  const prepared = { parsed, scope, of, container, facts: factsOf(container, account) };
  checkServed(call, prepared);
  const page = pageOf(call, prepared, account);
  return {
    status: 200,
    headers: {
      ...sessionHeaders(container, scope.partitions, table),
      'x-ms-item-count': String(page.results.length),
      ...(page.next === undefined ? {} : { 'x-ms-continuation': writeToken(of, page.next) }),
      ...metrics(call, page),
    },
    body: { _rid: container.rid, Documents: page.results, _count: page.results.length },
    requestUnits: queryUnits({ ...page, returnedBytes: sizeBytesOf(page.results) }),
  };
}

function checkServed(call: Call, { parsed, scope, facts }: Prepared): void {
  if (scope.kind === 'partition') return;
  const isWhole = scope.kind === 'key';
  if (!isWhole && !hasFlag(call, 'x-ms-documentdb-query-enablecrosspartition')) {
    throw badRequest(
      'Cross partition query is required but disabled. Please set x-ms-documentdb-query-enablecrosspartition to true, specify x-ms-documentdb-partitionkey, or revise your query to avoid this exception.',
    );
  }
  const refusal = engine.refusal(parsed, isWhole, facts);
  if (refusal !== undefined) throw refusal;
}

const pagers = { document: streamedPage, order: orderedPage, count: countedPage };

interface Prepared {
  readonly parsed: Query;
  readonly scope: Scope;
  readonly of: string;
  readonly container: ContainerRow;
  readonly facts: Facts;
}

function pageOf(
  call: Call,
  { parsed, scope, of, facts, container }: Prepared,
  account: Account,
): Page {
  const token = call.headers['x-ms-continuation'];
  const request = {
    query: parsed,
    facts,
    scope,
    from: token === undefined ? firstPage : readToken(token, of),
    maxItems: maxItemCount(call) ?? usualPageItems,
  };
  return pagers[engine.pagesBy(parsed)](request, container, account);
}

function metrics(call: Call, { results, matched, matchedBytes }: Page) {
  if (!hasFlag(call, 'x-ms-documentdb-populatequerymetrics')) return {};
  const numbers = {
    retrievedDocumentCount: matched,
    retrievedDocumentSize: matchedBytes,
    outputDocumentCount: results.length,
  };
  const text = Object.entries(numbers).map(([name, value]) => `${name}=${value}`);
  return { 'x-ms-documentdb-query-metrics': text.join(';') };
}
