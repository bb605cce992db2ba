import { lruEmbeddingCache } from '../../shared/adapters/memory/lru-embedding-cache.js';
import { embeddingCacheSuite, type NewCache } from './embedding-cache.suite.js';

const inMemory: NewCache = (limits) => {
  let now = 1_700_000_000_000;
  return {
    cache: lruEmbeddingCache(limits, () => now),
    wait(ms) {
      now += ms;
    },
  };
};

embeddingCacheSuite('Memory', inMemory);
