import type { CatalogStore } from '../ports/catalog-store.js';
import type { EventStore } from '../ports/event-store.js';
import type { Clock } from '../ports/runtime.js';
import type { SessionStore } from '../ports/user-store.js';
import type { AttributionCounts } from './count-attributions.js';
import type { Learned } from './report-health.js';

export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

interface Stats extends Learned {
  readonly items: number;
  readonly sessions: number;
  readonly events: number;
  /** Of the lists kept for paging, in this process. */
  readonly cache: CacheCounts;
  readonly attributions: AttributionCounts;
  readonly uptimeMs: number;
}

export type ReportStats = () => Promise<Stats>;

export function makeReportStats(dependencies: {
  readonly catalog: CatalogStore;
  readonly events: EventStore;
  readonly sessions: SessionStore;
  readonly learned: () => Learned;
  readonly cacheCounts: () => CacheCounts;
  readonly attributions: () => AttributionCounts;
  readonly clock: Clock;
}): ReportStats {
  const { catalog, events, sessions, learned, cacheCounts, attributions, clock } = dependencies;
  const startedAt = clock();
  return async () => {
    const [items, sessionCount, eventCount] = await Promise.all([
      catalog.count(),
      sessions.count(),
      events.count(),
    ]);
    return {
      ...learned(),
      items,
      sessions: sessionCount,
      events: eventCount,
      cache: cacheCounts(),
      attributions: attributions(),
      uptimeMs: clock() - startedAt,
    };
  };
}
