import { AppError } from '../../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../../domain/vector-space.js';
import type { NewId } from '../../../../ports/runtime.js';
import type { MadeVector, VectorStore } from '../../../../ports/vector-store.js';
import type { CosmosConnection } from '../connection.js';
import { dropVectors } from './drop-vectors.js';
import { factsOf, listFacts, sizeOf } from './look-ups.js';
import { type SpaceRegistry, spaceRegistry } from './space-registry.js';
import { vectorChanges } from './vector-changes.js';
import { checkVector, tombstone, vectorDocument } from './vector-document.js';
import { writeVectors } from './write-vectors.js';

/** Vectors in the containers `vectors-…`, each in the partition of its item; which spaces there are lies in `state`. */
export function cosmosVectorStore(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): VectorStore {
  const registry = spaceRegistry(connection, newId);
  const changes = vectorChanges(connection);
  return {
    ...writes(connection, registry),
    async facts(space, itemIds) {
      const known = await registry.find(space);
      return known ? factsOf(connection, known, itemIds) : new Map();
    },
    async list(space, limit, after) {
      const known = await registry.find(space);
      return known ? listFacts(connection, known, { limit, after }) : [];
    },
    changesAfter: async (space, cursor, limit) =>
      changes(await registry.find(space), cursor, limit),
    async spaces() {
      const sized = async ({ model, version, dimensions, ...rest }: Known) => ({
        space: { model, version, dimensions },
        size: await sizeOf(connection, { model, version, dimensions, ...rest }),
      });
      return Promise.all((await registry.all()).map(sized));
    },
    async dropSpace(space) {
      const known = await registry.find(space);
      if (known === undefined) return;
      if (await registry.isActive(known)) throw serves(space);
      await dropVectors(connection, known);
      await registry.forget(known);
    },
    active: (kind) => registry.active(kind),
    activate: (kind, space) => registry.activate(kind, space),
  };
}

type Known = Awaited<ReturnType<SpaceRegistry['all']>>[number];

function writes(
  connection: CosmosConnection,
  registry: SpaceRegistry,
): Pick<VectorStore, 'put' | 'remove'> {
  const { tenant } = connection;
  return {
    async put(space, rows) {
      for (const row of rows) checkVector(row, space);
      const known = await registry.enter(space);
      const last = new Map(rows.map((row) => [row.itemId, row]));
      const upsert = (row: MadeVector) => ({
        itemId: row.itemId,
        operation: upsertion(vectorDocument(tenant, known, row)),
      });
      await writeVectors(connection, known.container, [...last.values()].map(upsert));
    },
    async remove(space, itemIds) {
      const known = await registry.find(space);
      if (known === undefined) return 0;
      const there = [...(await factsOf(connection, known, itemIds)).keys()];
      const bury = (itemId: string) => ({
        itemId,
        operation: upsertion(tombstone(tenant, known, itemId)),
      });
      await writeVectors(connection, known.container, there.map(bury));
      return there.length;
    },
  };
}

type Document = Readonly<Record<string, string | number | readonly number[]>> & {
  readonly tenant: string;
  readonly itemId: string;
};

const upsertion = (document: Document) => ({
  operationType: 'Upsert' as const,
  partitionKey: [document.tenant, document.itemId],
  resourceBody: { ...document },
});

const serves = (space: VectorSpace) =>
  new AppError(
    'conflict',
    `${spaceName(space)} serves: activate another space before it is dropped`,
  );
