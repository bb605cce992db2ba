import type { NewId } from '../../../ports/runtime.js';
import type { ShopStore } from '../../../ports/shop-store.js';
import { cosmosCatalogStore } from './catalogue/catalog-store.js';
import type { CosmosConnection } from './connection.js';
import { checkContainers } from './container-checks.js';
import { openCosmosShoppers } from './open-shoppers.js';
import { cosmosTextIndex } from './text/text-index.js';

export interface CosmosShop extends ShopStore {
  /** Ends erasures and merges that a process began and did not live to end; how many. */
  finishPending(): Promise<number>;
}

/**
 * A tenant's shop. Throws `unavailable` where the database or its containers are not there, or not as they must be. The
 * connection is closed with it.
 */
export async function openCosmosShop(
  connection: CosmosConnection,
  options: { readonly newId: NewId },
): Promise<CosmosShop> {
  await checkContainers(connection, ['shop', 'state']);
  return cosmosShop(connection, options);
}

/** The same of a connection whose containers have been looked at. */
export async function cosmosShop(
  connection: CosmosConnection,
  options: { readonly newId: NewId },
): Promise<CosmosShop> {
  return {
    ...(await openCosmosShoppers(connection, options)),
    catalog: cosmosCatalogStore(connection),
    textIndex: cosmosTextIndex(connection),
    close: () => connection.close(),
  };
}
