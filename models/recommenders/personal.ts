import type { Candidate, ModelName, Reason } from '../../shared/domain/ranking.js';
import { byScore } from '../../shared/domain/ranking.js';
import type {
  ItemScorer,
  Recommender,
  RecommendQuery,
  SessionRanker,
} from '../../shared/ports/recommender.js';
import { Blend, type BlendPart } from './blend.js';
import type { Knowledge } from './follower.js';
import type { CoVisitation } from './neighbours/co-visitation.js';
import type { SessionKnn } from './neighbours/session-knn.js';
import { popularList } from './popularity/popular-list.js';
import { acceptFor, type Interest, readProfile } from './profile.js';
import { becauseOf } from './reasons.js';
import { CountingSessionRanker } from './session-ranker.js';

interface Models {
  readonly knowledge: Knowledge;
  readonly coVisitation: CoVisitation;
  readonly sessionKnn: SessionKnn;
}

const like =
  (kind: 'similar' | 'similar-shoppers') =>
  ({ step }: Interest): Reason => ({ kind, because: step.itemId });

function partsOf({ knowledge, coVisitation, sessionKnn }: Models) {
  const visited: BlendPart = {
    weight: 1,
    score: (profile, scores) => coVisitation.score(profile, scores),
    reasonFor: ({ step }) => becauseOf(step),
  };
  const nearest: BlendPart = {
    weight: 1,
    score: (profile, scores) => sessionKnn.score(profile, scores),
    reasonFor: like('similar-shoppers'),
  };
  const alike: BlendPart = {
    weight: 0.05,
    score: (profile, scores) => knowledge.content.score(profile, scores),
    reasonFor: like('similar'),
  };
  return { visited, nearest, alike };
}

/** A recommender that answers at once, as a port that may wait. */
function named(
  name: ModelName,
  recommend: (query: RecommendQuery) => readonly Candidate[],
): readonly [ModelName, Recommender] {
  return [
    name,
    {
      name,
      async recommend(query, signal) {
        signal?.throwIfAborted();
        return recommend(query);
      },
    },
  ];
}

export function createRecommenders(models: Models): ReadonlyMap<ModelName, Recommender> {
  const { log, kinds, catalogue, popularity } = models.knowledge;
  const { visited, nearest, alike } = partsOf(models);
  const dependencies = { names: log.items, catalogue, popularity };
  const profileOf = (query: RecommendQuery) => readProfile(query.history, log.items, kinds);
  const of = (blend: Blend) => (query: RecommendQuery) => blend.recommend(profileOf(query), query);
  const popular = (query: RecommendQuery): readonly Candidate[] =>
    popularList(dependencies, { ...query, accept: acceptFor(profileOf(query), query.accept) });
  const personal = of(new Blend(log.items, [visited, nearest, alike]));
  return new Map([
    named('popular', popular),
    named('co-visitation', of(new Blend(log.items, [visited]))),
    named('session-knn', of(new Blend(log.items, [nearest]))),
    named('blend', (query) => filledUp(personal(query), query, popular)),
  ]);
}

/** Adds the popular below the personal, until the answer is full. */
function filledUp(
  best: readonly Candidate[],
  query: RecommendQuery,
  popular: (query: RecommendQuery) => readonly Candidate[],
): readonly Candidate[] {
  if (best.length >= query.count) return best;
  const known = new Set(best.map((candidate) => candidate.itemId));
  const scale = best.at(-1)?.score ?? 1;
  const rest = popular({
    ...query,
    count: query.count - best.length,
    accept: (id) => !known.has(id) && query.accept(id),
  });
  return [...best, ...rest.map((one) => ({ ...one, score: one.score * scale }))].sort(byScore);
}

export function createSessionRanker(models: Models): SessionRanker {
  const { log, kinds } = models.knowledge;
  return new CountingSessionRanker(log.items, kinds, [
    {
      weight: 1,
      scoreObjectives: (profile, boards) => models.coVisitation.scoreObjectives(profile, boards),
    },
    {
      weight: 1,
      scoreObjectives: (profile, boards) => models.sessionKnn.scoreObjectives(profile, boards),
    },
  ]);
}

export function createItemScorer(models: Models): ItemScorer {
  const { log, kinds, popularity } = models.knowledge;
  const { visited, nearest, alike } = partsOf(models);
  const blend = new Blend(log.items, [visited, nearest, alike]);
  return {
    score(itemIds, { history }) {
      const scores = blend.fill(readProfile(history, log.items, kinds));
      return itemIds
        .map((itemId) => {
          const item = log.items.find(itemId) ?? -1;
          const popularShare = item < 0 ? 0 : 2 ** -52 * Math.max(0, popularity.keyOf(item) + 1e6);
          return { itemId, score: scores.of(item) + popularShare };
        })
        .sort(byScore);
    },
  };
}
