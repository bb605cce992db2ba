import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';

const countSchema = z.tuple([z.number()]);

/** How many documents of a kind a tenant has: read off the index, at a cost that grows slowly with the number. */
export async function countOf(
  connection: CosmosConnection,
  kind: 'event' | 'session',
): Promise<number> {
  const { tenant } = connection;
  const spec = {
    query: 'SELECT VALUE COUNT(1) FROM c WHERE c.tenant = @tenant AND c.kind = @kind',
    parameters: [
      { name: '@tenant', value: tenant },
      { name: '@kind', value: kind },
    ],
  };
  const { resources } = await connection.run(() =>
    connection
      .container('shop')
      .items.query<unknown>(spec, { partitionKey: [tenant] })
      .fetchAll(),
  );
  return countSchema.parse(resources)[0];
}
