import { byScore, type Candidate } from '../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { Recommender } from '../../../shared/ports/recommender.js';
import { profileOf } from '../asker.js';
import { acceptFor } from '../profile.js';
import { scoredOf } from './blend/part-scores.js';
import { askForAccepted } from './parts/ask-learned.js';
import { CountingBoards } from './parts/counting-boards.js';
import type { Evidence } from './parts/counting-part.js';
import { askOne, type LearnedGroup } from './parts/learned-group.js';

/**
 * A learned model under its own name. Scores are exp(score − best): how likely an item is beside the best one. Reasons
 * come from what was counted, because they must be facts.
 */
export function createLearnedRecommender(
  evidence: Evidence,
  learned: LearnedGroup,
  model: LearnedModel,
): Recommender {
  const { knowledge } = evidence;
  const names = knowledge.log.items;
  const boards = new CountingBoards(evidence);
  return {
    name: model.name,
    async recommend(query, signal) {
      signal?.throwIfAborted();
      if (query.count <= 0) return [];
      const profile = profileOf(query, knowledge);
      const accept = acceptFor(profile, query.accept);
      const ask = (asked: LearnedModel) => askForAccepted(asked, { ...query, accept }, signal);
      const ranking = await askOne(learned, model, ask, signal);
      signal?.throwIfAborted();
      boards.begin(profile, query.now);
      const list: Candidate[] = [];
      let best: number | undefined;
      for (const [itemId, score] of scoredOf(ranking)) {
        if (list.length === query.count) break;
        if (!accept(itemId)) continue;
        best ??= score;
        const reason = boards.reasonFor(names.find(itemId) ?? -1);
        list.push({ itemId, score: Math.exp(score - best), reason });
      }
      return list.sort(byScore);
    },
  };
}
