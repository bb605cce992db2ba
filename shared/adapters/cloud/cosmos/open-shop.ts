import type { NewId } from '../../../ports/runtime.js';
import type { ShopStore } from '../../../ports/shop-store.js';
import { cosmosCatalogStore } from './catalogue/catalog-store.js';
import type { CosmosConnection } from './connection.js';
import { openCosmosShoppers } from './open-shoppers.js';
import { cosmosTextIndex } from './text/text-index.js';

/** A tenant's shop. Throws `unavailable` where its container cannot be read. `close` leaves the connection open. */
export async function openCosmosShop(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): Promise<ShopStore> {
  return {
    ...(await openCosmosShoppers(connection, { newId })),
    catalog: cosmosCatalogStore(connection),
    textIndex: cosmosTextIndex(connection),
    close: () => undefined,
  };
}
