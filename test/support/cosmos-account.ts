import { randomUUID } from 'node:crypto';
import {
  type CosmosConnection,
  type CosmosOptions,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import type { ContainerName } from '../../shared/adapters/cloud/cosmos/containers.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import {
  type CosmosServer,
  type CosmosServerOptions,
  startCosmosServer,
} from './cosmos-server/start.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** An account of Cosmos DB with containers, for as many tenants as tests like. */
export interface CosmosAccount {
  /** One more client of a tenant, as another process would have it. */
  connect(tenant: string, options?: Partial<CosmosOptions>): Promise<CosmosConnection>;
  close(): Promise<void>;
}

export interface TestAccount extends CosmosAccount {
  readonly server: CosmosServer;
}

export interface AccountOptions
  extends CosmosServerOptions,
    Pick<Partial<CosmosOptions>, 'vectors'> {
  readonly containers?: readonly ContainerName[];
}

/** The test server, with its containers made. */
export async function startTestAccount({
  containers,
  vectors = {},
  ...server
}: AccountOptions = {}): Promise<TestAccount> {
  const started = await startCosmosServer(server);
  const { endpoint, key, database } = started;
  const clients = clientsOf({ endpoint, key, database, vectors });
  await createContainers(await clients.connect('maker'), containers);
  return {
    server: started,
    connect: clients.connect,
    async close() {
      await clients.close();
      await started.stop();
    },
  };
}

/**
 * The account or emulator that `COSMOS_ENDPOINT` names, which has the containers already unless it is on this machine. Where
 * it names none, this says what is not tried for that.
 */
export function realAccount(what: string, vectors: AccountOptions['vectors'] = {}) {
  const { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key, COSMOS_DATABASE: database } = process.env;
  if (endpoint === undefined) {
    process.stdout.write(`${what}: not tried on a real account, as COSMOS_ENDPOINT is not set\n`);
    return undefined;
  }
  const access = { endpoint, ...(key !== undefined && { key }) };
  return async (): Promise<CosmosAccount> => {
    const clients = clientsOf({ ...access, database: database ?? 'tastemaker', vectors });
    const connection = await clients.connect('maker');
    if (connection.isLoopback) await createContainers(connection);
    return clients;
  };
}

type Access = Pick<CosmosOptions, 'endpoint' | 'database' | 'vectors'> & { readonly key?: string };

function clientsOf(access: Access): CosmosAccount {
  const clients: CosmosConnection[] = [];
  return {
    async connect(tenant, options = {}) {
      const usual = { telemetry: new RecordedTelemetry(), random: Math.random };
      const connection = await openCosmos({ ...access, ...usual, tenant, ...options });
      clients.push(connection);
      return connection;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** A tenant that nobody has had before. */
export const freshTenant = (): string => `test-${randomUUID()}`;
