import { Agent } from 'node:https';
import { type Container, type ContainerDefinition, CosmosClient } from '@azure/cosmos';
import { onTestFinished } from 'vitest';
import {
  type CosmosServer,
  type CosmosServerOptions,
  startCosmosServer,
} from '../../support/cosmos-server/start.js';

export interface ServerUnderTest {
  readonly server: CosmosServer;
  readonly client: CosmosClient;
  /** Creates it in the database of the server. */
  container(definition?: Partial<ContainerDefinition>): Promise<Container>;
}

/** A server and a client that end with the test. The client tries nothing twice. */
export async function serverUnderTest(options?: CosmosServerOptions): Promise<ServerUnderTest> {
  const server = await startCosmosServer(options);
  const client = clientOf(server);
  onTestFinished(async () => {
    client.dispose();
    await server.stop();
  });
  const container = async (definition: Partial<ContainerDefinition> = {}) => {
    const { database } = await client.databases.createIfNotExists({ id: server.database });
    const whole = { id: 'items', partitionKey: { paths: ['/pk'], version: 2 }, ...definition };
    return (await database.containers.create(whole)).container;
  };
  return { server, client, container };
}

export const clientOf = ({ endpoint, key }: Pick<CosmosServer, 'endpoint' | 'key'>) =>
  new CosmosClient({
    endpoint,
    key,
    ...(endpoint.startsWith('https:') && { agent: new Agent({ rejectUnauthorized: false }) }),
    connectionPolicy: {
      enableEndpointDiscovery: false,
      requestTimeout: 1_000,
      retryOptions: { maxRetryAttemptCount: 0 },
    },
  });

export const tenants = {
  partitionKey: { paths: ['/tenant', '/pk'], kind: 'MultiHash' as never, version: 2 },
};
