import { checkStatement } from './checks/statement.js';
import type { ContainerFacts } from './facts.js';
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
  const context: RunContext = {
    parameters: query.parameters,
    container,
    nowMs: container.nowMs ?? Date.now(),
    subquery: (inner, scope) => selected(inner, undefined, scope).values,
  };
  const { values, matchedCount } = selected(query.statement, documents, { bindings: {}, context });
  const results = values.filter((value) => value !== undefined);
  return { results, evaluatedCount: documents.length, matchedCount };
}

function asJson(value: unknown): Value {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
