import type { ContainerDefinition } from '../definitions/container-definition.js';
import * as sql from '../sql/engine.js';
import { SqlError } from '../sql/errors.js';
import { isGrouped } from '../sql/running/groups.js';
import type { JsonObject } from '../wire/json.js';
import { badRequest, ServiceError } from '../wire/service-error.js';
import type { QuerySpec } from './query-spec.js';

export type Query = sql.Query;

/** Where the statement and the documents of a container meet. Throws 400 in the words of the service. */
export const engine = {
  parse: (spec: QuerySpec): Query => explained(() => sql.parse(spec)),

  run: (query: Query, documents: readonly JsonObject[], facts: Facts) =>
    explained(() => sql.run(query, documents, facts)),

  /**
   * How its pages go on: behind a document, where each result comes of one alone; behind a place in an order; or, where
   * nothing better is known, by how many results were given.
   */
  pagesBy({ statement }: Query): 'document' | 'order' | 'count' {
    const { distinct, top, offset, limit, orderBy, rank } = statement;
    if (distinct || isGrouped(statement) || rank !== undefined) return 'count';
    if (orderBy.length > 0) return 'order';
    const isWindow = [top, offset, limit].some((part) => part !== undefined);
    return isWindow ? 'count' : 'document';
  },

  /** Whether it must see every document that matches before it can answer. */
  isGathering: ({ statement }: Query): boolean => statement.distinct || isGrouped(statement),

  /** Of the features the client says it has. Throws 400 where it lacks one that the query needs. */
  queryPlan: (query: Query, facts: Facts, features: string | undefined) =>
    explained(() => sql.queryPlan(query, facts, features)),

  /**
   * What the gateway answers instead of results. It spreads filters and projections over partitions by itself, and no
   * more; that holds for the partitions under a prefix too, as one answer of theirs needs putting together as well.
   */
  refusal(query: Query, isWhole: boolean, facts: Facts): ServiceError | undefined {
    if (!sql.requiresPlan(query, isWhole ? 'partition' : 'ranges')) return undefined;
    const { message, additionalErrorInfo } = explained(() => sql.gatewayRefusal(query, facts));
    return badRequest(message, { subStatus: 1004, body: { additionalErrorInfo } });
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
