import { onEachCosmos } from '../support/cosmos-account.js';
import { newCatalogue } from '../support/cosmos-catalogue.js';
import { catalogStoreSuite } from './catalog-store.suite.js';

onEachCosmos((name, account) => catalogStoreSuite(name, newCatalogue(account)));
