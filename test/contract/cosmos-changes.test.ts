import { onEachCosmos } from '../support/cosmos-account.js';
import { newShop } from '../support/cosmos-shop.js';
import { changeLogSuite } from './change-log.suite.js';

onEachCosmos((name, account) => changeLogSuite(name, newShop(account)));
