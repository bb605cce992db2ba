import type { CosmosConnection } from './connection.js';
import type { ContainerName } from './containers.js';

export interface Found {
  readonly document: unknown;
  readonly etag: string;
}

/** Where a document is: its id, and the levels of its partition key after the tenant. */
export interface Place {
  readonly container: ContainerName;
  readonly key: string;
  readonly id: string;
}

/** One point read; undefined where there is none. */
export async function readDocument(
  connection: CosmosConnection,
  { container, key, id }: Place,
  signal?: AbortSignal,
): Promise<Found | undefined> {
  const item = connection.container(container).item(id, [connection.tenant, key]);
  const read = () => item.read(signal ? { abortSignal: signal } : {});
  const { resource, etag } = await connection.run(read, { signal });
  return resource === undefined ? undefined : { document: resource, etag };
}
