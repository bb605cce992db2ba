import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import type { NewStore, Stores } from '../contract/store-under-test.js';
import type { CosmosAccount } from './cosmos-account.js';

/** A catalogue alone, of a tenant of its own for each test. */
export function newCatalogue(account: CosmosAccount): NewStore<Pick<Stores, 'catalog'>> {
  return async () => {
    let connection = await account.connect();
    const { tenant } = connection;
    return {
      async open() {
        await connection.close();
        connection = await account.connect({ tenant });
        return { catalog: cosmosCatalogStore(connection) };
      },
      close: () => connection.close(),
      dispose: async () => undefined,
    };
  };
}
