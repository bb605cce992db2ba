import type { NewId } from '../../../ports/runtime.js';
import type { ShopStore } from '../../../ports/shop-store.js';
import { cosmosBookmarks } from './bookmarks.js';
import { cosmosChangeLog } from './changes/change-log.js';
import { openFeed } from './changes/open-feed.js';
import type { CosmosConnection } from './connection.js';
import { cosmosEventStore } from './events/event-store.js';
import { cosmosSessionStore } from './events/session-store.js';
import { cosmosUserStore } from './users/user-store.js';

/** All of a shop's store but its catalogue. Throws `not-found` or `unavailable` where its container cannot be read. */
export async function openCosmosShoppers(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): Promise<Pick<ShopStore, 'events' | 'users' | 'sessions' | 'changes' | 'bookmarks'>> {
  const { feed, cursors } = await openFeed(connection);
  return {
    events: cosmosEventStore(connection, { cursors, newId }),
    users: cosmosUserStore(connection, { newId }),
    sessions: cosmosSessionStore(connection),
    changes: cosmosChangeLog(feed, cursors),
    bookmarks: cosmosBookmarks(connection),
  };
}
