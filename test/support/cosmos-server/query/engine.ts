import type { ContainerDefinition } from '../definitions/container-definition.js';
import * as sql from '../sql/engine.js';
import { SqlError } from '../sql/errors.js';
import { isGrouped } from '../sql/running/groups.js';
import type { JsonObject } from '../wire/json.js';
import { notImplemented, ServiceError } from '../wire/service-error.js';
import type { QuerySpec } from './query-spec.js';

export type Query = sql.Query;

/** Where the statement and the documents of a container meet. Throws 400 in the words of the service. */
export const engine = {
  parse: (spec: QuerySpec): Query => explained(() => sql.parse(spec)),

  run: (query: Query, documents: readonly JsonObject[], facts: Facts) =>
    explained(() => sql.run(query, documents, facts)),

  /** Whether each result comes of one document alone, so that pages may stop anywhere. */
  isStreamed({ statement }: Query): boolean {
    const { distinct, top, offset, limit, orderBy, rank } = statement;
    const parts = [top, offset, limit, rank, orderBy[0]];
    return !distinct && !isGrouped(statement) && parts.every((part) => part === undefined);
  },

  /** Whether it must see every document that matches before it can answer. */
  isGathering: ({ statement }: Query): boolean => statement.distinct || isGrouped(statement),

  requiresPlan(_query: Query): object | undefined {
    return undefined;
  },

  queryPlan(_query: Query, _definition: ContainerDefinition): object {
    throw notImplemented('query plans');
  },
};

export type Facts = ContainerDefinition & { readonly nowMs: number };

function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw refusal(error);
  }
}

function refusal(cause: SqlError): ServiceError {
  return new ServiceError(cause.status, `Message: ${cause.toBody().message}`, { cause });
}
