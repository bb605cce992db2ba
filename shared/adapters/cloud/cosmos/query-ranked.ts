import type { SqlQuerySpec } from '@azure/cosmos';
import type { CosmosConnection } from './connection.js';
import type { ContainerName } from './containers.js';

/**
 * All rows of a query that orders by `RANK` or by `VectorDistance` over the tenant's documents; `@tenant` is among its
 * parameters. Not by `fetchAll`: where such a query finds nothing, @azure/cosmos 4.9.3 says for ever that there is more
 * (`NonStreamingOrderByEndpointComponent` ends without asking its sources to the end), and would spin on the event loop.
 * With `enableQueryControl` each step comes out here; one that brings nothing and costs nothing is the last.
 */
export async function queryRanked(
  connection: CosmosConnection,
  container: ContainerName,
  { query, parameters = [] }: SqlQuerySpec,
  signal?: AbortSignal,
): Promise<readonly unknown[]> {
  const { tenant } = connection;
  const spec = { query, parameters: [{ name: '@tenant', value: tenant }, ...parameters] };
  const abort = signal ? { abortSignal: signal } : {};
  const options = { partitionKey: [tenant], enableQueryControl: true, ...abort };
  return connection.run(
    async () => {
      const rows: unknown[] = [];
      const found = connection.container(container).items.query<unknown>(spec, options);
      for (;;) {
        const { resources = [], requestCharge, hasMoreResults } = await found.fetchNext();
        rows.push(...resources);
        const isIdle = resources.length === 0 && requestCharge === 0;
        if (!hasMoreResults || isIdle) return rows;
      }
    },
    { signal },
  );
}
