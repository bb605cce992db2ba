import type { Change } from '../../../../ports/change-log.js';
import type { FeedPlace } from './cursor.js';
import type { TenantFeed } from './range-feed.js';
import { Strand } from './strand.js';

/** A tenant's feed as it is being read: its ranges woven into one. */
export interface LiveFeed {
  readonly places: readonly FeedPlace[];
  /** At least `limit` changes where there are as many: a transaction is never cut. */
  take(limit: number): Promise<{ readonly changes: readonly Change[]; readonly hasMore: boolean }>;
}

export function openLiveFeed(
  feed: TenantFeed,
  places: readonly FeedPlace[] | undefined,
  pageSize: number,
): LiveFeed {
  let strands: readonly Strand[] = (places ?? [undefined]).map(
    (place) => new Strand(feed, pageSize, place),
  );

  async function fill(): Promise<void> {
    const filled = await Promise.all(strands.map((strand) => strand.fill()));
    strands = filled.flat();
    // Those that a split has made were not asked yet.
    if (filled.length < strands.length) await fill();
  }

  return {
    get places() {
      return strands.map(({ place }) => place);
    },
    async take(limit) {
      for (const strand of strands) strand.reset();
      const changes: Change[] = [];
      await fill();
      for (let first = earliest(strands); first !== undefined; first = earliest(strands)) {
        if (changes.length >= limit) return { changes, hasMore: true };
        changes.push(...(first.next?.changes ?? []));
        first.take();
        if (first.next === undefined) await fill();
      }
      return { changes, hasMore: false };
    },
  };
}

/**
 * By the service's clock, which counts seconds: between physical partitions the order is as good as that. Within one it
 * is exact.
 */
function earliest(strands: readonly Strand[]): Strand | undefined {
  let first: Strand | undefined;
  for (const strand of strands) {
    if (strand.next === undefined) continue;
    if (first?.next === undefined || strand.next.at < first.next.at) first = strand;
  }
  return first;
}
