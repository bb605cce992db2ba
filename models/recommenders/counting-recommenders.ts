import type { Candidate, ModelName } from '../../shared/domain/ranking.js';
import type { Recommender, RecommendQuery } from '../../shared/ports/recommender.js';
import { profileOf } from './asker.js';
import { bestItems } from './best-items.js';
import { CountingBoards } from './ensemble/parts/counting-boards.js';
import type { Evidence } from './ensemble/parts/counting-part.js';
import { popularList } from './popularity/popular-list.js';
import { acceptFor, type Profile } from './profile.js';

type Recommend = (profile: Profile, query: RecommendQuery) => readonly Candidate[];

/** `popular`, `co-visitation` and `session-knn` under their names. */
export function createCountingRecommenders(
  evidence: Evidence,
): ReadonlyMap<ModelName, Recommender> {
  const { knowledge } = evidence;
  const names = knowledge.log.items;
  const boards = new CountingBoards(evidence);

  /** A model that answers at once, as a port that may wait. */
  const named = (name: ModelName, recommend: Recommend): readonly [ModelName, Recommender] => {
    const recommender: Recommender = {
      name,
      async recommend(query, signal) {
        signal?.throwIfAborted();
        const profile = profileOf(query, knowledge);
        return recommend(profile, { ...query, accept: acceptFor(profile, query.accept) });
      },
    };
    return [name, recommender];
  };

  const alone = (name: 'co-visitation' | 'session-knn') =>
    named(name, (profile, query) => {
      boards.begin(profile, query.now);
      const scores = boards.of(name);
      const best = scores?.largestTotal() ?? 0;
      if (scores === undefined || best <= 0) return [];
      return bestItems(scores, names, query).map((item) => ({
        itemId: names.nameOf(item),
        score: scores.of(item) / best,
        reason: boards.reasonFor(item, name),
      }));
    });

  return new Map([
    named('popular', (_, query) => popularList({ ...knowledge, names }, query)),
    alone('co-visitation'),
    alone('session-knn'),
  ]);
}
