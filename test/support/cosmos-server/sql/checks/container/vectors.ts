import { SqlError } from '../../errors.js';
import { evaluate } from '../../running/evaluate.js';
import { vectorCall } from '../../running/order.js';
import type { RunContext } from '../../running/scope.js';
import { documentPath } from '../../syntax/paths.js';
import type { Call, Expression, Select } from '../../syntax/tree.js';
import { isArray } from '../../values/compare.js';

/**
 * Throws for an ORDER BY VectorDistance without TOP or LIMIT, with a direction, on a path without a vector policy or with
 * a vector of other dimensions (pages "VectorDistance", "Vector search in Azure Cosmos DB for NoSQL").
 */
export function checkVectors(query: Select, context: RunContext): void {
  for (const { expression, direction } of query.orderBy) {
    const vector = vectorCall(expression);
    if (vector === undefined) continue;
    checkPolicy(vector, context);
    if (vector.name.toUpperCase() === '_VECTORSCORE') continue;
    if (direction !== undefined) {
      throw new SqlError(
        'SC3040',
        'Specifying a sorting order (ASC or DESC) with VectorDistance function is not supported.',
      );
    }
    if (query.top === undefined && query.limit === undefined) {
      throw new SqlError(
        'SC3041',
        'ORDER BY VectorDistance without TOP or OFFSET LIMIT is not allowed: it would consume a large number of request units.',
      );
    }
  }
  for (const ranked of rankedVectors(query.rank)) checkPolicy(ranked, context);
}

function rankedVectors(rank: Expression | undefined): readonly Call[] {
  if (rank === undefined || rank.kind !== 'call') return [];
  return [rank, ...rank.arguments].map(vectorCall).filter((each) => each !== undefined);
}

function checkPolicy({ arguments: [left, right] }: Call, context: RunContext): void {
  const embeddings = context.container.vectorEmbeddingPolicy?.vectorEmbeddings ?? [];
  const sides = [left, right].filter((side) => side !== undefined);
  const policy = embeddings.find(({ path }) => sides.some((side) => documentPath(side) === path));
  if (policy === undefined) {
    throw new SqlError(
      'SC3042',
      'VectorDistance in ORDER BY needs a path of the container’s vector policy.',
    );
  }
  const constant = sides.find((side) => documentPath(side) === undefined);
  const vector = constant && evaluate(constant, { bindings: {}, context });
  const length = isArray(vector) ? vector.length : undefined;
  if (length !== policy.dimensions) {
    throw new SqlError(
      'SC3043',
      `VectorDistance on ${policy.path} needs a vector of ${policy.dimensions} dimensions, and got ${length ?? 'none'}.`,
    );
  }
}
