import { AppError } from '../../../../domain/errors.js';
import type { ChangeLog } from '../../../../ports/change-log.js';
import { isCovered } from './covers.js';
import type { CursorCodec, FeedPlace } from './cursor.js';
import { type LiveFeed, openLiveFeed } from './live-feed.js';
import type { TenantFeed } from './range-feed.js';

/** Readers kept open: who follows the feed asks again from where the last answer ended. */
const mostOpen = 4;

/** Most documents of one answer of the service. */
const mostDocuments = 1_000;

/**
 * The change feed of the shop's container, of one tenant. The order is that of the transactions within one physical
 * partition, and by the service's clock, in seconds, between several. What this process wrote it sees at once, what others
 * wrote as soon as the replica that is asked has it: whoever needs it waits for the cursor of the write. To ask again when
 * nothing is new costs one request for each physical partition that the tenant fills.
 */
export function cosmosChangeLog(feed: TenantFeed, cursors: CursorCodec): ChangeLog {
  const open = new Map<string, LiveFeed>();

  function take(cursor: string | undefined, limit: number): LiveFeed {
    const places = cursor === undefined ? undefined : placesOf(cursors, cursor);
    const live = cursor === undefined ? undefined : open.get(cursor);
    if (cursor !== undefined) open.delete(cursor);
    return live ?? openLiveFeed(feed, places, Math.min(limit, mostDocuments));
  }

  function keep(live: LiveFeed): string {
    const cursor = cursors.place(live.places);
    open.delete(cursor);
    open.set(cursor, live);
    const [oldest] = open.keys();
    if (open.size > mostOpen && oldest !== undefined) open.delete(oldest);
    return cursor;
  }

  return {
    async after(cursor, limit) {
      const live = take(cursor, limit);
      const { changes, hasMore } = await live.take(limit);
      return { changes, cursor: keep(live), hasMore };
    },
    covers(reached, wanted) {
      const goal = cursors.parse(wanted);
      return isCovered(reached === undefined ? undefined : cursors.parse(reached), goal);
    },
  };
}

function placesOf(cursors: CursorCodec, cursor: string): readonly FeedPlace[] {
  const parsed = cursors.parse(cursor);
  if (parsed.kind === 'place') return parsed.places;
  throw new AppError('invalid', 'A cursor must be one that a reader of changes was given');
}
