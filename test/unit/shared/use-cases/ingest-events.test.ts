import { expect, test } from 'vitest';
import { lruRecommendationLists } from '../../../../shared/adapters/memory/lru-recommendation-lists.js';
import type { ShopEvent } from '../../../../shared/domain/event.js';
import { makeIngestEvents } from '../../../../shared/use-cases/ingest-events.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';

test('a failure to learn is reported, but the events are kept and acknowledged', async () => {
  const kept: ShopEvent[] = [];
  const telemetry = new RecordedTelemetry();
  const failure = new Error('follower');
  const ingest = makeIngestEvents({
    events: {
      append: async (events) => {
        kept.push(...events);
        return { isNew: events.map(() => true), cursor: 'here' };
      },
      count: async () => kept.length,
    },
    lists: lruRecommendationLists({ maxLists: 1, maxCandidates: 1, ttlMs: 1 }),
    followChanges: {
      catchUp: () => Promise.reject(failure),
      reached: () => undefined,
      waitFor: async () => undefined,
    },
    clock: () => 42,
    newId: () => 'made',
    telemetry,
  });
  const draft = { userId: 'ada', itemId: 'mug', type: 'view' };
  expect(await ingest([draft])).toBe('here');
  expect(kept).toEqual([{ ...draft, id: 'made', ts: 42 }]);
  expect(telemetry.exceptions).toEqual([failure]);
  expect(await ingest([])).toBeUndefined();
});
