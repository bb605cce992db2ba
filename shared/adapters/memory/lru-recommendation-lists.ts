import { LRUCache } from 'lru-cache';
import type { RecommendationLists } from '../../ports/recommendation-lists.js';
import type { Clock } from '../../ports/runtime.js';
import { Lexicon, type PackedList, packList, unpackList } from './packed-list.js';

export interface RecommendationListLimits {
  readonly maxLists: number;
  /** Over all lists: what bounds the memory, at roughly 20 bytes a candidate and 500 a list. */
  readonly maxCandidates: number;
  readonly ttlMs: number;
}

/** Lists in this process's memory; a list is gone when the least used one must make room, or `ttlMs` after it was kept. */
export function lruRecommendationLists(
  { maxLists, maxCandidates, ttlMs }: RecommendationListLimits,
  clock?: Clock,
): RecommendationLists {
  const lists = new LRUCache<string, PackedList>({
    max: maxLists,
    maxSize: maxCandidates,
    sizeCalculation: ({ length }) => Math.max(1, length),
    ttl: ttlMs,
    // The clock is asked each time: the age that it gives is the age there is.
    ttlResolution: 0,
    ...(clock === undefined ? {} : { perf: { now: clock } }),
  });
  // Grows with the ids that were ever recommended, which are the catalogue's.
  const lexicon = new Lexicon();
  const ids = new LRUCache<string, string>({ max: maxLists });
  let hits = 0;
  let misses = 0;
  const byId = (id: string) => {
    const packed = lists.get(id);
    return packed && unpackList(packed, lexicon);
  };
  return {
    keep(key, list) {
      lists.set(list.id, packList(list, lexicon));
      ids.set(key, list.id);
    },
    byKey(key) {
      const id = ids.get(key);
      const list = id === undefined ? undefined : byId(id);
      if (list) hits += 1;
      else misses += 1;
      return list;
    },
    byId,
    counts: () => ({ hits, misses }),
  };
}
