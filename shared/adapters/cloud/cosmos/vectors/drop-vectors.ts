import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';
import { queryTenant } from '../query-tenant.js';
import type { KnownSpace } from './space-registry.js';
import { documentId } from './vector-document.js';
import { writeVectors } from './write-vectors.js';

const dropAtATime = 500;
const keysSchema = z.array(z.object({ itemId: z.string() }));

/** Deletes all documents of a space, removed ones too, some at a time. */
export async function dropVectors(connection: CosmosConnection, space: KnownSpace): Promise<void> {
  const { tenant } = connection;
  const spec = {
    query: `SELECT TOP ${dropAtATime} c.itemId FROM c WHERE c.tenant = @tenant AND c.space = @space`,
    parameters: [{ name: '@space', value: space.key }],
  };
  const deletion = (itemId: string) => ({
    itemId,
    operation: {
      operationType: 'Delete' as const,
      partitionKey: [tenant, itemId],
      id: documentId(space),
    },
  });
  for (;;) {
    const keys = keysSchema.parse(await queryTenant(connection, space.container, spec));
    await writeVectors(
      connection,
      space.container,
      keys.map(({ itemId }) => deletion(itemId)),
    );
    if (keys.length < dropAtATime) return;
  }
}
