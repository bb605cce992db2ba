import type { Candidate, ModelName } from '../../shared/domain/ranking.js';
import type { Recommender, RecommendQuery } from '../../shared/ports/recommender.js';
import { profileOf } from './asker.js';
import { Blend } from './blend.js';
import type { Knowledge } from './follower.js';
import type { CoVisitation } from './neighbours/co-visitation.js';
import type { SessionKnn } from './neighbours/session-knn.js';
import { ofAlikeShoppers, visitedTogether } from './parts.js';
import { firstPage } from './popularity/first-page.js';
import { popularList } from './popularity/popular-list.js';
import { acceptFor, type Profile } from './profile.js';

export interface PersonalModels {
  readonly knowledge: Knowledge;
  readonly coVisitation: CoVisitation;
  readonly sessionKnn: SessionKnn;
  readonly blend: Blend;
}

type Recommend = (profile: Profile, query: RecommendQuery) => readonly Candidate[];

export function createRecommenders(models: PersonalModels): ReadonlyMap<ModelName, Recommender> {
  const { log, catalogue, popularity, latest } = models.knowledge;
  const dependencies = { names: log.items, catalogue, popularity, latest };
  const visited = new Blend(log.items, [visitedTogether(models.coVisitation, 1)]);
  const nearest = new Blend(log.items, [ofAlikeShoppers(models.sessionKnn, 1)]);

  /** A model that answers at once, as a port that may wait. */
  const named = (name: ModelName, recommend: Recommend): readonly [ModelName, Recommender] => {
    const recommender: Recommender = {
      name,
      async recommend(query, signal) {
        signal?.throwIfAborted();
        const profile = profileOf(query, models.knowledge);
        return recommend(profile, { ...query, accept: acceptFor(profile, query.accept) });
      },
    };
    return [name, recommender];
  };

  return new Map([
    named('popular', (_, query) => popularList(dependencies, query)),
    named('co-visitation', (profile, query) => visited.recommend(profile, query)),
    named('session-knn', (profile, query) => nearest.recommend(profile, query)),
    named('blend', (profile, query) => {
      if (profile.interests.length === 0) return firstPage(dependencies, query);
      const personal = models.blend.recommend(profile, query);
      return filledUp(personal, query, (rest) => popularList(dependencies, rest));
    }),
  ]);
}

/** What the most popular is worth beside the last of the personal. */
const fillShare = 0.9;

/** Adds the popular below the personal until the answer is full. */
function filledUp(
  personal: readonly Candidate[],
  query: RecommendQuery,
  popular: (query: RecommendQuery) => readonly Candidate[],
): readonly Candidate[] {
  if (personal.length >= query.count) return personal;
  const known = new Set(personal.map((candidate) => candidate.itemId));
  const ceiling = fillShare * (personal.at(-1)?.score ?? 1);
  const rest = popular({
    ...query,
    count: query.count - personal.length,
    accept: (id) => !known.has(id) && query.accept(id),
  });
  return [...personal, ...rest.map((one) => ({ ...one, score: one.score * ceiling }))];
}
