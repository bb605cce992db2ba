import { ChangeFeedStartFrom } from '@azure/cosmos';
import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';
import type { FeedPlace } from './cursor.js';
import { logEndsOf } from './session-token.js';

/** The part of the shop's container that one tenant fills. */
export interface TenantFeed {
  readonly connection: CosmosConnection;
  /** The container's resource id, which the library's continuation tokens must carry. */
  readonly containerRid: string;
}

export interface RangePage {
  readonly documents: readonly unknown[];
  /** Where each range stands now that was read before this page; more than one where the range turned out to be split. */
  readonly ranges: readonly Pick<FeedPlace, 'min' | 'max' | 'continuation'>[];
  /** The physical partition that answered, and how far its log goes: infinite where that was not said. */
  readonly partition: string;
  readonly end: number;
  /** Whether there was nothing more to tell at that moment. */
  readonly isEnd: boolean;
}

/** The feed of one range; each call is one request, or one a range after a split. */
export interface RangeFeed {
  next(): Promise<RangePage>;
}

const notModified = 304;

/** From the start of all the tenant's ranges where no place is given. */
export function openRangeFeed(
  feed: TenantFeed,
  place: FeedPlace | undefined,
  pageSize: number,
): RangeFeed {
  const { connection } = feed;
  const iterator = connection.container('shop').items.getChangeFeedIterator({
    maxItemCount: pageSize,
    changeFeedStartFrom: startOf(feed, place),
  });
  return {
    async next() {
      const response = await connection.run(() => iterator.readNext());
      const { headers, statusCode, continuationToken } = response;
      const { partition, end } = logEndIn(headers['x-ms-session-token']);
      const documents: readonly unknown[] = statusCode === notModified ? [] : response.result;
      const ranges = rangesOf(continuationToken);
      const told = logNumberOf(ranges.at(-1)?.continuation ?? '');
      return {
        documents,
        ranges,
        partition,
        end,
        isEnd: statusCode === notModified || told >= end,
      };
    },
  };
}

/** An answer that does not say how far the log goes is at its end only when it says that nothing is new. */
function logEndIn(sessionToken: unknown): Pick<RangePage, 'partition' | 'end'> {
  if (sessionToken === undefined) return { partition: '', end: Number.POSITIVE_INFINITY };
  const [[partition, end] = ['', Number.POSITIVE_INFINITY]] = logEndsOf(sessionToken);
  return { partition, end };
}

function startOf({ containerRid, connection }: TenantFeed, place: FeedPlace | undefined) {
  if (place === undefined) return ChangeFeedStartFrom.Beginning([connection.tenant]);
  const { min, max, continuation } = place;
  const range = { minInclusive: min, maxExclusive: max, continuationToken: continuation };
  return ChangeFeedStartFrom.Continuation(
    JSON.stringify({ rid: containerRid, Continuation: [range] }),
  );
}

const continuationSchema = z.object({
  Continuation: z
    .array(
      z.object({
        minInclusive: z.string(),
        maxExclusive: z.string(),
        continuationToken: z.string().default(''),
      }),
    )
    .min(1),
});

function rangesOf(continuationToken: string) {
  const { Continuation } = continuationSchema.parse(JSON.parse(continuationToken));
  return Continuation.map(({ minInclusive, maxExclusive, continuationToken: continuation }) => ({
    ...{ min: minInclusive, max: maxExclusive, continuation },
  }));
}

/** A continuation is the number of the last change told, in quotes; any other form only costs one more request. */
function logNumberOf(continuation: string): number {
  return Number(/^"?(\d+)"?$/.exec(continuation)?.[1] ?? Number.NaN);
}
