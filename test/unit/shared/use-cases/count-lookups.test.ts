import { expect, test } from 'vitest';
import { lruRecommendationLists } from '../../../../shared/adapters/memory/lru-recommendation-lists.js';
import { countLookups } from '../../../../shared/use-cases/count-lookups.js';

test('a list that is found by its key is a hit, one that is not a miss', () => {
  const limits = { maxLists: 10, maxCandidates: 100, ttlMs: 60_000 };
  const { counts, ...lists } = countLookups(lruRecommendationLists(limits));
  const list = { id: 'answer', model: 'blend', basis: '', candidates: [] };
  expect(lists.byKey('ada')).toBeUndefined();
  lists.keep('ada', list);
  expect(lists.byKey('ada')).toEqual(list);
  expect(lists.byId('answer')).toEqual(list);
  expect(counts()).toEqual({ hits: 1, misses: 1 });
});
