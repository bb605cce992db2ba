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
  /** Of all caches of this process together … */
  readonly cache: CacheCounts;
  /** … and of each, by name. */
  readonly caches: Readonly<Record<string, CacheCounts>>;
  readonly attributions: AttributionCounts;
  readonly uptimeMs: number;
}

export type ReportStats = () => Promise<Stats>;

export function makeReportStats(dependencies: {
  readonly catalog: Pick<CatalogStore, 'count'>;
  readonly events: Pick<EventStore, 'count'>;
  readonly sessions: Pick<SessionStore, 'count'>;
  readonly learned: () => Learned;
  readonly caches: Readonly<Record<string, () => CacheCounts>>;
  readonly attributions: () => AttributionCounts;
  readonly clock: Clock;
}): ReportStats {
  const { catalog, events, sessions, learned, attributions, clock } = dependencies;
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
      ...countsOf(dependencies.caches),
      attributions: attributions(),
      uptimeMs: clock() - startedAt,
    };
  };
}

function countsOf(caches: Readonly<Record<string, () => CacheCounts>>) {
  const counts = Object.entries(caches).map(([name, count]) => [name, count()] as const);
  const total = (which: keyof CacheCounts) =>
    counts.reduce((sum, [, each]) => sum + each[which], 0);
  return {
    cache: { hits: total('hits'), misses: total('misses') },
    caches: Object.fromEntries(counts),
  };
}
