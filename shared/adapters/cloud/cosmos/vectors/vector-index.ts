import type { SqlParameter } from '@azure/cosmos';
import { z } from 'zod';
import type { Expression } from '../../../../domain/filter/expression.js';
import { byScore, type ScoredItem } from '../../../../domain/ranking.js';
import type { VectorIndex } from '../../../../ports/vector-index.js';
import type { CosmosConnection } from '../connection.js';
import { filterToSql } from '../filter/filter-to-sql.js';
import { readOne } from '../read-one.js';
import { queryVector, unitVector } from './query-vector.js';
import type { KnownSpace } from './space-registry.js';
import { documentId, itemKey, storedSchema } from './vector-document.js';
import { rankVectors } from './vector-query.js';

/** Where few of what was found are accepted, so many times more are asked for … */
const growth = 8;
/** … up to here. */
const mostCandidates = 4_000;
/** So many more are looked at, that equals at the end of an answer are chosen by id. */
const spare = 10;

/** Searches a space where it lies, by the vector index of its container. `size`: as it is now. */
export function cosmosVectorIndex(
  connection: CosmosConnection,
  known: KnownSpace,
  size: number,
): VectorIndex {
  const { model, version, dimensions } = known;
  return {
    space: { model, version, dimensions },
    size,
    async search({ vector, limit, accept = () => true, filter }, signal) {
      const nearest = nearestOf(connection, known, { vector: queryVector(vector, known), filter });
      for (let count = limit + spare; limit > 0; count *= growth) {
        const found = await nearest(count, signal);
        const accepted = found.filter(({ itemId }) => accept(itemId));
        const isAll = found.length < count || count >= mostCandidates;
        if (isAll || accepted.length >= limit) return accepted.slice(0, limit);
      }
      return [];
    },
    async get(itemId) {
      const container = connection.container(known.container);
      const key = [connection.tenant, itemKey(itemId)] as const;
      const place = { id: documentId(known), key };
      const found = await connection.run(() => readOne(container, place, storedSchema));
      return found?.value.kind === 'vector' ? unitVector(found.value.vector) : undefined;
    },
  };
}

const scoredSchema = z
  .object({ itemId: z.string(), score: z.number() })
  .transform(({ itemId, score }) => ({ itemId, score: Math.max(-1, Math.min(1, score)) }));

interface Sought {
  readonly vector: readonly number[];
  readonly filter: Expression | undefined;
}

function nearestOf(connection: CosmosConnection, known: KnownSpace, { vector, filter }: Sought) {
  const { where, parameters } = conditionsOf(filter);
  return async (count: number, signal?: AbortSignal): Promise<readonly ScoredItem[]> => {
    const selection = {
      select: `TOP ${count} c.ofItem AS itemId, VectorDistance(c.vector, @vector) AS score`,
      rest: 'ORDER BY VectorDistance(c.vector, @vector)',
      parameters: [{ name: '@vector', value: [...vector] }, ...parameters],
    };
    const found = await rankVectors(
      connection,
      known,
      { ...selection, where, signal },
      scoredSchema,
    );
    return found.toSorted(byScore);
  };
}

export function conditionsOf(filter: Expression | undefined): {
  readonly where: readonly string[];
  readonly parameters: readonly SqlParameter[];
} {
  if (filter === undefined) return { where: [], parameters: [] };
  const { condition, parameters } = filterToSql(filter);
  return { where: [condition], parameters };
}
