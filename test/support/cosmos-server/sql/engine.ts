/**
 * Cosmos DB's SQL dialect over documents in memory, for tests. Written from the pages of "Azure Cosmos DB for NoSQL: query
 * language" on learn.microsoft.com; each rule names its page where it stands. What the pages leave out is taken from
 * - the plans in the public tests of the .NET SDK, for the texts of rewritten queries (`planning`);
 * - answers of the service quoted in public issues, for SC1001, SC2001, SC2005, SC2050, the composite index, the refusal of the
 *   gateway and the sorting order of VectorDistance. The other codes (`SC2031` and above) are ours: only their being 400 is known.
 * Where pages and practice differ, a fact of the container chooses (`equalityAcrossTypes`). Stricter than the service, so
 * that what passes here passes there: full-text functions need a policy on their path, an order by vectors needs TOP or LIMIT.
 * Not known and therefore refused: UDFs, spatial functions, RAND, fuzzy search, CASE, HAVING, `DCount` across ranges.
 */

import { checkAgainst } from './checks/container/container.js';
import { checkMergeable, checkRunnable, collects } from './checks/ranges.js';
import { checkStatement } from './checks/statement.js';
import type { ContainerFacts } from './facts.js';
import { checkFeatures, featuresOf } from './planning/features.js';
import { hybridInfo } from './planning/hybrid/hybrid.js';
import { streamInfo } from './planning/plan.js';
import type { QueryPlanResponse } from './planning/query-info.js';
import type { RunContext } from './running/scope.js';
import { selected } from './running/select.js';
import { statement } from './syntax/statement.js';
import type { Json, Select, Value } from './syntax/tree.js';

/** A query as the REST API's body says it. */
export interface QuerySpec {
  readonly query: string;
  readonly parameters?: readonly { readonly name: string; readonly value: unknown }[] | undefined;
}

/** A query that was read and checked; it may be run any number of times. */
export interface Query {
  readonly statement: Select;
  readonly parameters: ReadonlyMap<string, Value>;
}

/** What the gateway answers to a query that it does not serve. */
export interface GatewayRefusal {
  readonly code: 'BadRequest';
  readonly message: string;
  /** The query plan, as JSON in a string. */
  readonly additionalErrorInfo: string;
}

/** What a query gave. */
export interface QueryRun {
  readonly results: readonly Json[];
  /** Documents that were looked at. */
  readonly evaluatedCount: number;
  /** Rows that passed WHERE. */
  readonly matchedCount: number;
}

/**
 * Reads a query. Throws SqlError (status 400, a code like `SC1001`) for bad syntax, unknown names and functions, missing
 * parameters and mixes that the service does not run.
 */
export function parse(spec: QuerySpec): Query {
  const parameters = new Map<string, Value>();
  for (const { name, value } of spec.parameters ?? []) parameters.set(name, asJson(value));
  const query = { statement: statement(spec.query), parameters };
  checkStatement(query.statement, parameters);
  return query;
}

/** Runs a query over the documents of one range of partition keys or of one logical partition, in their order. */
export function run(
  query: Query,
  documents: readonly Json[],
  container: ContainerFacts = {},
): QueryRun {
  const context = contextOf(query, container);
  checkAgainst(query.statement, context);
  checkRunnable(query.statement);
  const { values, matchedCount } = selected(query.statement, documents, { bindings: {}, context });
  const results = values.filter((value) => value !== undefined);
  return { results, evaluatedCount: documents.length, matchedCount };
}

/**
 * How to run a query range by range and merge the answers. `features` is the header
 * `x-ms-cosmos-supported-query-features`; all features where it is not given. Throws SqlError for what cannot be merged.
 */
export function queryPlan(
  query: Query,
  container: ContainerFacts = {},
  features?: string,
): QueryPlanResponse {
  const { statement: asked } = query;
  const context = contextOf(query, container);
  checkAgainst(asked, context);
  checkMergeable(asked);
  const supported = features?.split(',').map((feature) => feature.trim());
  if (supported !== undefined) checkFeatures(asked, new Set(supported));
  const queryRanges = [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }];
  if (asked.rank === undefined) {
    const queryInfo = streamInfo(asked, context);
    return { partitionedQueryExecutionInfoVersion: 2, queryInfo, queryRanges };
  }
  const skips = supported === undefined || supported.includes('HybridSearchSkipOrderByRewrite');
  const hybridSearchQueryInfo = hybridInfo(asked, asked.rank, context, skips);
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: null,
    hybridSearchQueryInfo,
    queryRanges,
  };
}

/**
 * Whether the gateway refuses to run a query as it is. Over several ranges it serves filters and projections alone
 * (REST documentation, "Queries that can't be served by gateway"); in one logical partition all but ORDER BY RANK.
 */
export function requiresPlan(
  { statement: asked }: Query,
  over: 'ranges' | 'partition' = 'ranges',
): boolean {
  if (over === 'partition') return asked.rank !== undefined;
  return featuresOf(asked).length > 0 || collects(asked);
}

/** The body of the 400 with which the gateway refuses such a query; the SDK then asks for the plan. */
export function gatewayRefusal(query: Query, container: ContainerFacts = {}): GatewayRefusal {
  return {
    code: 'BadRequest',
    message:
      'The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully. This exception is traced, but unless you see it bubble up as an exception (which only happens on older SDK clients), then you can safely ignore this message.',
    additionalErrorInfo: JSON.stringify(queryPlan(query, container)),
  };
}

function contextOf({ parameters }: Query, container: ContainerFacts): RunContext {
  return {
    parameters,
    container,
    nowMs: container.nowMs ?? Date.now(),
    subquery: (inner, scope, documents) => selected(inner, documents, scope).values,
  };
}

function asJson(value: unknown): Value {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
