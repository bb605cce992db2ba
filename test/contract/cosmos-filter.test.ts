import { onEachCosmos } from '../support/cosmos-account.js';
import { filterSuite } from './cosmos-filter.suite.js';

onEachCosmos((name, account) => filterSuite(name, account, { randomItems: 60, runs: 80 }));
