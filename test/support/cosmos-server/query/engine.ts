import type { ContainerDefinition } from '../definitions/container-definition.js';
import type { JsonObject } from '../wire/json.js';
import { notImplemented } from '../wire/service-error.js';

interface QuerySpec {
  readonly query: string;
}

export type Query = { readonly isCount: boolean };

/** Stands in until the real engine is here: everything of the container, or how much there is. */
export const engine = {
  parse({ query }: QuerySpec): Query {
    if (/^SELECT \* from (c|root)( WHERE 1 ?= ?1)?$/i.test(query.trim())) return { isCount: false };
    if (/^SELECT VALUE COUNT\(1\) from c$/i.test(query.trim())) return { isCount: true };
    throw notImplemented(query);
  },
  requiresPlan: ({ isCount }: Query): object | undefined => (isCount ? {} : undefined),
  queryPlan(_query: Query, _definition: ContainerDefinition): object {
    throw notImplemented('query plans');
  },
  run({ isCount }: Query, documents: readonly JsonObject[], _definition: ContainerDefinition) {
    return { results: isCount ? [documents.length] : documents };
  },
};
