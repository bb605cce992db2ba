import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { onEachCosmos } from '../support/cosmos-account.js';
import { catalogStoreSuite } from './catalog-store.suite.js';

onEachCosmos((name, account) => {
  catalogStoreSuite(name, async () => {
    let connection = await account.connect();
    return {
      async open() {
        await connection.close();
        connection = await account.connect({ tenant: connection.tenant });
        return { catalog: cosmosCatalogStore(connection) } as never;
      },
      close: () => connection.close(),
      dispose: async () => undefined,
    };
  });
});
