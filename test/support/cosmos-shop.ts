import { randomUUID } from 'node:crypto';
import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import type { CosmosConnection } from '../../shared/adapters/cloud/cosmos/connection.js';
import { openCosmosShoppers } from '../../shared/adapters/cloud/cosmos/open-shoppers.js';
import type { NewStore, Stores } from '../contract/store-under-test.js';
import type { CosmosAccount } from './cosmos-account.js';

/** The stores of a tenant that a connection belongs to. */
export async function shopAt(connection: CosmosConnection): Promise<Stores> {
  const shoppers = await openCosmosShoppers(connection, { newId: randomUUID });
  return { ...shoppers, catalog: cosmosCatalogStore(connection) };
}

/** A tenant of its own for each test. */
export function newShop(account: CosmosAccount): NewStore {
  return async () => {
    let connection = await account.connect();
    const { tenant } = connection;
    return {
      async open() {
        await connection.close();
        connection = await account.connect({ tenant });
        return shopAt(connection);
      },
      close: () => connection.close(),
      dispose: async () => undefined,
    };
  };
}
