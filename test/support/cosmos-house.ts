import {
  type CosmosConnection,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { type CosmosServer, startCosmosServer } from './cosmos-server/start.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** An account with all containers, for as many tenants as a test likes. */
export interface CosmosHouse {
  readonly server: CosmosServer;
  connect(tenant: string): Promise<CosmosConnection>;
}

export async function startCosmosHouse(
  options: Parameters<typeof startCosmosServer>[0] = {},
): Promise<CosmosHouse> {
  const server = await startCosmosServer(options);
  const { endpoint, key, database } = server;
  const connect = (tenant: string) =>
    openCosmos({
      ...{ endpoint, key, database, tenant },
      telemetry: new RecordedTelemetry(),
      random: () => 0.5,
    });
  const connection = await connect('maker');
  await createContainers(connection);
  await connection.close();
  return { server, connect };
}
