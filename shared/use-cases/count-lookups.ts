import type { RecommendationLists } from '../ports/recommendation-lists.js';
import type { CacheCounts } from './report-stats.js';

/** The same lists, with a count of how often a kept one could be used. */
export function countLookups(
  lists: RecommendationLists,
): RecommendationLists & { counts(): CacheCounts } {
  let hits = 0;
  let misses = 0;
  return {
    keep: (key, list) => lists.keep(key, list),
    byId: (id) => lists.byId(id),
    byKey(key) {
      const found = lists.byKey(key);
      if (found) hits += 1;
      else misses += 1;
      return found;
    },
    counts: () => ({ hits, misses }),
  };
}
