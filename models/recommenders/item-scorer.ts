import { byScore } from '../../shared/domain/ranking.js';
import type { ItemScorer } from '../../shared/ports/recommender.js';
import type { Blend } from './blend.js';
import type { Knowledge } from './follower.js';
import { readProfile } from './profile.js';

/** What popularity may add: enough to order what the blend knows nothing of, too little to reorder the rest. */
const popularShare = 2 ** -42;

export function createItemScorer(knowledge: Knowledge, blend: Blend): ItemScorer {
  const { log, kinds, popularity } = knowledge;
  return {
    score(itemIds, { history }) {
      const scores = blend.fill(readProfile(history, log.items, kinds));
      const scoreOf = (itemId: string): number => {
        const item = log.items.find(itemId);
        if (item === undefined) return 0;
        return scores.of(item) + popularShare * popularity.standing(item);
      };
      return itemIds.map((itemId) => ({ itemId, score: scoreOf(itemId) })).sort(byScore);
    },
  };
}
