import { toNumericId } from '../../shared/contracts/numeric-id.js';
import { getItemEmbedding, getSessionEmbedding } from '../../shared/contracts/recommendations.js';
import type { EmbeddingOf } from '../../shared/use-cases/recommend/embeddings.js';
import { type Consistency, waitUntilSeen } from './consistency.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

interface Dependencies extends EndpointDependencies, Consistency {
  readonly itemEmbedding: EmbeddingOf;
  readonly sessionEmbedding: EmbeddingOf;
}

/** `GET /items/{id}/embedding` and `GET /sessions/{id}/embedding` */
export function embeddingTriggers(dependencies: Dependencies): readonly ApiTrigger[] {
  const { itemEmbedding, sessionEmbedding } = dependencies;
  const ofItem = operation(getItemEmbedding, async ({ params, headers }) => {
    await waitUntilSeen(dependencies, headers);
    return { body: { aid: toNumericId(params.id), ...fromVector(await itemEmbedding(params.id)) } };
  });
  const ofSession = operation(getSessionEmbedding, async ({ params, headers }) => {
    await waitUntilSeen(dependencies, headers);
    const embedding = fromVector(await sessionEmbedding(params.id));
    return { body: { session_id: toNumericId(params.id), ...embedding } };
  });
  const trigger = (name: string, route: string, GET: typeof ofItem) =>
    httpTrigger({ name, route, operations: { GET } }, dependencies);
  return [
    trigger('item-embedding', 'items/{id}/embedding', ofItem),
    trigger('session-embedding', 'sessions/{id}/embedding', ofSession),
  ];
}

function fromVector(vector: Float32Array) {
  return { embedding: [...vector], dimension: vector.length };
}
