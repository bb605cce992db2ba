import { lruRecommendationLists } from '../../shared/adapters/memory/lru-recommendation-lists.js';
import { type NewLists, recommendationListsSuite } from './recommendation-lists.suite.js';

const inMemory: NewLists = (limits) => {
  let now = 1_700_000_000_000;
  return {
    lists: lruRecommendationLists(limits, () => now),
    wait(ms) {
      now += ms;
    },
  };
};

recommendationListsSuite('Memory', inMemory);
