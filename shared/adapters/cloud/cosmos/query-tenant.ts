import type { FeedOptions, SqlQuerySpec } from '@azure/cosmos';
import type { CosmosConnection } from './connection.js';
import type { ContainerName } from './containers.js';

/**
 * All rows of a query over the tenant's documents in a container; `@tenant` is among its parameters. The first level of the
 * partition key leads it to the tenant's part of the service; the condition on `c.tenant` is the query's own business.
 */
export async function queryTenant(
  connection: CosmosConnection,
  container: ContainerName,
  { query, parameters = [] }: SqlQuerySpec,
  { signal, ...options }: FeedOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly unknown[]> {
  const { tenant } = connection;
  const spec = { query, parameters: [{ name: '@tenant', value: tenant }, ...parameters] };
  const feed = { ...options, partitionKey: [tenant], ...(signal && { abortSignal: signal }) };
  const { items } = connection.container(container);
  const fetch = () => items.query<unknown>(spec, feed).fetchAll();
  return (await connection.run(fetch, { signal })).resources;
}
