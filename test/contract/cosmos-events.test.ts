import { onEachCosmos } from '../support/cosmos-account.js';
import { newShop } from '../support/cosmos-shop.js';
import { bookmarksSuite } from './bookmarks.suite.js';
import { eventStoreSuite } from './event-store.suite.js';
import { sessionStoreSuite } from './session-store.suite.js';
import { userStoreSuite } from './user-store.suite.js';

onEachCosmos((name, account) => {
  const newStore = newShop(account);
  eventStoreSuite(name, newStore);
  sessionStoreSuite(name, newStore);
  userStoreSuite(name, newStore);
  bookmarksSuite(name, newStore);
});
