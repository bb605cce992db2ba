import type { ChangeLog } from '../../../ports/change-log.js';
import type { UserStore } from '../../../ports/user-store.js';
import { cosmosChangeLog } from './changes/change-log.js';
import { openFeed } from './changes/open-feed.js';
import type { CosmosConnection } from './connection.js';
import { userRecords } from './users/user-records.js';

/** What learning reads of a shop that others write to. */
export interface CosmosReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
}

/**
 * Reads a shop beside those who serve it. All that had happened when it was opened is told, and what is added while it is
 * read: the feed tells an item only as it is now, so that to stop at an earlier place would lose every item that changed
 * meanwhile. The reading ends where the feed is found at its end. Throws `not-found` or `unavailable` where the container
 * cannot be read.
 */
export async function openCosmosReader(connection: CosmosConnection): Promise<CosmosReader> {
  const { feed, cursors } = await openFeed(connection);
  const { get, list } = userRecords(connection);
  return { changes: cosmosChangeLog(feed, cursors), users: { get, list } };
}
