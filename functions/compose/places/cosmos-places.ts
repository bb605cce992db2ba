import { cosmosDocumentFeed } from '../../../shared/adapters/cloud/cosmos/changes/document-feed.js';
import { tenantChanges } from '../../../shared/adapters/cloud/cosmos/changes/tenant-changes.js';
import {
  type CosmosConnection,
  openCosmos,
} from '../../../shared/adapters/cloud/cosmos/connection.js';
import { checkContainers } from '../../../shared/adapters/cloud/cosmos/container-checks.js';
import { cosmosCostMeter } from '../../../shared/adapters/cloud/cosmos/cost-meter.js';
import { createContainers } from '../../../shared/adapters/cloud/cosmos/create-containers.js';
import { cosmosShop } from '../../../shared/adapters/cloud/cosmos/open-shop.js';
import { cosmosTaskStore } from '../../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import { openCosmosVectors } from '../../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import type { CosmosConfig } from '../../../shared/config/store-variables.js';
import type { Runtime } from '../runtime.js';
import type { StorePlaces } from './place.js';

/** Each look costs request units: a stop is heard within a second. */
const watchEveryMs = 1_000;
/** What another instance wrote is seen so late where nobody waits for it with a token. */
const followEveryMs = 1_000;

/** One tenant's part of a Cosmos DB account. Throws `unavailable` where it is not as the templates make it. */
export async function cosmosPlaces(
  place: CosmosConfig,
  { telemetry, newId }: Runtime,
): Promise<StorePlaces> {
  const connection = await openCosmos({ ...place, telemetry, random: Math.random });
  await prepare(connection);
  let opened: ReturnType<typeof cosmosShop> | undefined;
  const open = () => {
    opened ??= cosmosShop(connection, { newId });
    return opened;
  };
  const shop = async () => ({ place: await open() });
  return {
    ...{ shop, reader: shop },
    tasks: async () => ({ place: { tasks: cosmosTaskStore(connection, { newId }), watchEveryMs } }),
    vectors: async () => ({ place: openCosmosVectors(connection, { newId }) }),
    costMeter: cosmosCostMeter(),
    sharing: {
      ...{ followEveryMs, feed: cosmosDocumentFeed(connection) },
      changesOf: tenantChanges(connection),
      finishPending: async () => (await open()).finishPending(),
    },
    close: () => connection.close(),
  };
}

/** The templates make an account's containers; an emulator on this machine has nobody else to make them. */
async function prepare(connection: CosmosConnection): Promise<void> {
  if (connection.isLoopback) await createContainers(connection);
  await checkContainers(connection);
}
