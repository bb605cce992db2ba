import type { JSONObject, OperationInput, PatchOperation } from '@azure/cosmos';
import { checkVector } from '../../../../domain/check-vector.js';
import { AppError } from '../../../../domain/errors.js';
import type { Item } from '../../../../domain/item.js';
import { spaceName, type VectorSpace } from '../../../../domain/vector-space.js';
import type { MadeVector, VectorStore } from '../../../../ports/vector-store.js';
import type { CosmosConnection } from '../connection.js';
import { dropVectors } from './drop-vectors.js';
import { factsOf, listFacts, sizeOf } from './look-ups.js';
import { type KnownSpace, type SpaceRegistry, spaceOf } from './space-registry.js';
import { vectorChanges } from './vector-changes.js';
import {
  documentId,
  itemKey,
  searchedFields,
  tombstone,
  vectorDocument,
} from './vector-document.js';
import { writeVectors } from './write-vectors.js';

/** Vectors in the containers `vectors-…`, each in the partition of its item; which spaces there are lies in `state`. */
export function cosmosVectorStore(
  connection: CosmosConnection,
  registry: SpaceRegistry,
): VectorStore {
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
      const sized = async (known: KnownSpace) => ({
        space: spaceOf(known),
        size: await sizeOf(connection, known),
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

function writes(
  connection: CosmosConnection,
  registry: SpaceRegistry,
): Pick<VectorStore, 'put' | 'remove' | 'describe'> {
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
    async describe(space, items) {
      const known = await registry.find(space);
      if (known === undefined) return;
      const patch = (item: Item) => ({
        itemId: item.id,
        operation: description(tenant, known, item),
      });
      await writeVectors(connection, known.container, items.map(patch));
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

interface Keyed {
  readonly tenant: string;
  readonly itemId: string;
}

/** Documents are made by the codecs beside this file, of JSON alone. */
const upsertion = (document: Keyed): OperationInput => ({
  operationType: 'Upsert',
  partitionKey: [document.tenant, document.itemId],
  resourceBody: { ...document } as unknown as JSONObject,
});

/** What is left of a removed vector is no item. */
const condition = `FROM c WHERE c.kind = 'vector'`;

function description(tenant: string, known: KnownSpace, item: Item): OperationInput {
  const operations = Object.entries(searchedFields(known, item)).map(
    ([field, value]): PatchOperation => ({ op: 'set', path: `/${field}`, value }),
  );
  return {
    operationType: 'Patch',
    partitionKey: [tenant, itemKey(item.id)],
    id: documentId(known),
    resourceBody: { condition, operations },
  };
}

const serves = (space: VectorSpace) =>
  new AppError(
    'conflict',
    `${spaceName(space)} serves: activate another space before it is dropped`,
  );
