import type { ChangeLog } from '../../shared/ports/change-log.js';
import type { UserStore } from '../../shared/ports/user-store.js';
import type { ShopPlace } from './training-messages.js';

export interface ShopReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
  close(): void | Promise<void>;
}

/** Opens a shop for reading, as it is at this moment. Throws `unavailable` where it cannot be read. */
export async function openShopReader({ dataDir, cosmos }: ShopPlace): Promise<ShopReader> {
  if (cosmos === undefined) {
    const { openStoreReader } = await import('../../shared/adapters/embedded/open-store-reader.js');
    return openStoreReader(dataDir);
  }
  const { openCosmosSnapshot } = await import('./cosmos-snapshot.js');
  return openCosmosSnapshot(cosmos);
}
