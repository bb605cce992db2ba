import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';
import { queryTenant } from '../query-tenant.js';
import { stored } from '../stored.js';

const countSchema = z.tuple([z.number()]);

/** How many documents of a kind a tenant has: read off the index, at a cost that grows slowly with the number. */
export async function countOf(
  connection: CosmosConnection,
  kind: 'event' | 'session',
): Promise<number> {
  const query = 'SELECT VALUE COUNT(1) FROM c WHERE c.tenant = @tenant AND c.kind = @kind';
  const parameters = [{ name: '@kind', value: kind }];
  const rows = await queryTenant(connection, 'shop', { query, parameters });
  return stored(countSchema, rows)[0];
}
