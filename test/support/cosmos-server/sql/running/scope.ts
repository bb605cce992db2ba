import type { ContainerFacts } from '../facts.js';
import type { Json, Select, Value } from '../syntax/tree.js';

/** What stays the same while one query runs. */
export interface RunContext {
  readonly parameters: ReadonlyMap<string, Value>;
  readonly container: ContainerFacts;
  /** In ms since 1970. */
  readonly nowMs: number;
  /** Runs a subquery: in the scope of a row, or over documents where it is the first input set of a query. */
  readonly subquery: (query: Select, scope: Scope, documents?: readonly Json[]) => readonly Value[];
}

/** One row, and the names that it gives meaning to. */
export interface Scope {
  readonly bindings: Readonly<Record<string, Value>>;
  /** The rows of the group, where aggregates are computed. */
  readonly group?: readonly Scope[];
  readonly context: RunContext;
}
