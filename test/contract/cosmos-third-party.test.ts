import { thirdPartyServer } from '../support/cosmos-account.js';
import { newCatalogue } from '../support/cosmos-catalogue.js';
import { catalogStoreSuite } from './catalog-store.suite.js';
import { filterSuite } from './cosmos-filter.suite.js';

const account = thirdPartyServer();
const name = 'Cosmos DB (@vercel/cosmosdb-server)';
catalogStoreSuite(name, newCatalogue(account));
filterSuite(name, account, { randomItems: 15, runs: 15, mostNested: 2 });
