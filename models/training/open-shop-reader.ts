import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { archivedChangeLog } from '../../shared/adapters/archive/archived-change-log.js';
import { artifactChangeArchive } from '../../shared/adapters/archive/change-archive.js';
import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import type { CosmosConfig } from '../../shared/config/store-variables.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { ChangeLog } from '../../shared/ports/change-log.js';
import type { UserStore } from '../../shared/ports/user-store.js';
import type { ShopPlace } from './training-messages.js';

export interface ShopReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
  close(): void | Promise<void>;
}

/** Opens a shop for reading, as it is at this moment. Throws `unavailable` where it cannot be read. */
export async function openShopReader(place: ShopPlace): Promise<ShopReader> {
  const { dataDir, cosmos } = place;
  if (cosmos !== undefined) return openCosmosReader(place, cosmos);
  const { openStoreReader } = await import('../../shared/adapters/embedded/open-store-reader.js');
  return openStoreReader(dataDir);
}

/** From the newest archive on, so that little is asked of the account. */
async function openCosmosReader(place: ShopPlace, cosmos: CosmosConfig): Promise<ShopReader> {
  const { openCosmos } = await import('../../shared/adapters/cloud/cosmos/connection.js');
  const reader = await import('../../shared/adapters/cloud/cosmos/open-cosmos-reader.js');
  const telemetry = consoleTelemetry('warn');
  const connection = await openCosmos({ ...cosmos, telemetry, random: Math.random });
  const { changes: live, users } = await reader.openCosmosReader(connection);
  const artifacts = await openArtifacts(place);
  const archive = artifactChangeArchive({ artifacts, newId: randomUUID });
  return {
    changes: archivedChangeLog({ live, archive, clock: Date.now, telemetry }),
    users,
    close: () => connection.close(),
  };
}

async function openArtifacts({ dataDir, blobs }: ShopPlace): Promise<ArtifactStore> {
  if (blobs === undefined) return fileArtifactStore(join(dataDir, 'models'));
  const { openBlobArtifacts } = await import('../../shared/adapters/cloud/blob/open-artifacts.js');
  return openBlobArtifacts(blobs);
}
