import type { NewId } from '../../../../ports/runtime.js';
import type { OpenSpace } from '../../../../ports/served-space.js';
import type { VectorStore } from '../../../../ports/vector-store.js';
import type { CosmosConnection } from '../connection.js';
import { cosmosHybridIndex } from './hybrid-index.js';
import { sizeOf } from './look-ups.js';
import { spaceRegistry } from './space-registry.js';
import { cosmosVectorIndex } from './vector-index.js';
import { cosmosVectorStore } from './vector-store.js';

export interface CosmosVectors {
  readonly vectors: VectorStore;
  /** A space as an index of the service. */
  readonly openSpace: OpenSpace;
}

/** `newId`: of each space that comes into being. */
export function openCosmosVectors(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): CosmosVectors {
  const registry = spaceRegistry(connection, newId);
  return {
    vectors: cosmosVectorStore(connection, registry),
    async openSpace(space) {
      const known = await registry.find(space);
      if (known === undefined) return undefined;
      const index = cosmosVectorIndex(connection, known, await sizeOf(connection, known));
      if (known.container !== 'vectors-text') return { index };
      return { index, hybrid: cosmosHybridIndex(connection, known) };
    },
  };
}
