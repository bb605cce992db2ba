import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { cosmosTextIndex } from '../../shared/adapters/cloud/cosmos/text/text-index.js';
import { onEachCosmos } from '../support/cosmos-account.js';
import { textIndexSuite } from './text-index.suite.js';

onEachCosmos((name, account) => {
  textIndexSuite(name, async () => {
    const connection = await account.connect();
    return {
      catalog: cosmosCatalogStore(connection),
      textIndex: cosmosTextIndex(connection),
      dispose: () => connection.close(),
    };
  });
});
