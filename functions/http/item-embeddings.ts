import { toNumericId } from '../../shared/contracts/numeric-id.js';
import { getItemEmbedding, getSessionEmbedding } from '../../shared/contracts/recommendations.js';
import type { EmbeddingOf } from '../../shared/use-cases/recommend/embeddings.js';
import { type WaitFor, waitUntilSeen } from './consistency.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

export interface EmbeddingRoutes {
  readonly itemEmbedding: EmbeddingOf;
  readonly sessionEmbedding: EmbeddingOf;
  readonly waitFor: WaitFor;
}

/** `GET /items/{id}/embedding` and `GET /sessions/{id}/embedding` */
export function embeddingTriggers(
  { itemEmbedding, sessionEmbedding, waitFor }: EmbeddingRoutes,
  endpoint: EndpointDependencies,
): readonly ApiTrigger[] {
  const ofItem = operation(getItemEmbedding, async ({ params, headers }) => {
    await waitUntilSeen(waitFor, headers);
    return { body: { aid: toNumericId(params.id), ...fromVector(itemEmbedding(params.id)) } };
  });
  const ofSession = operation(getSessionEmbedding, async ({ params, headers }) => {
    await waitUntilSeen(waitFor, headers);
    const embedding = fromVector(sessionEmbedding(params.id));
    return { body: { session_id: toNumericId(params.id), ...embedding } };
  });
  const trigger = (name: string, route: string, GET: typeof ofItem) =>
    httpTrigger({ name, route, operations: { GET } }, endpoint);
  return [
    trigger('item-embedding', 'items/{id}/embedding', ofItem),
    trigger('session-embedding', 'sessions/{id}/embedding', ofSession),
  ];
}

function fromVector(vector: Float32Array) {
  return { embedding: [...vector], dimension: vector.length };
}
