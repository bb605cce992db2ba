import { expect, test } from 'vitest';
import { makeReportStats } from '../../../../shared/use-cases/report-stats.js';

const counting = (size: number) => ({ count: () => Promise.resolve(size) });

test('caches are counted each by itself and all together', async () => {
  let now = 1_000;
  const reportStats = makeReportStats({
    ...{ catalog: counting(3), events: counting(5), sessions: counting(2) },
    learned: () => ({ models: [], embeddedItems: 0, embeddingDimension: 0, featureColumns: 0 }),
    caches: {
      lists: () => ({ hits: 1, misses: 2 }),
      embeddings: () => ({ hits: 10, misses: 20 }),
    },
    attributions: () => ({}),
    clock: () => now,
  });
  now = 3_500;
  expect(await reportStats()).toMatchObject({
    ...{ items: 3, events: 5, sessions: 2, uptimeMs: 2_500 },
    cache: { hits: 11, misses: 22 },
    caches: { lists: { hits: 1, misses: 2 }, embeddings: { hits: 10, misses: 20 } },
  });
});
