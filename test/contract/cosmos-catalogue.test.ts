import { onEachCosmos } from '../support/cosmos-account.js';
import { newShop } from '../support/cosmos-shop.js';
import { catalogStoreSuite } from './catalog-store.suite.js';

onEachCosmos((name, account) => catalogStoreSuite(name, newShop(account)));
