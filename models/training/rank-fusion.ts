import { byScore, type Candidate } from '../../shared/domain/ranking.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { Mixer } from './mixer.js';

/** What lies this far down counts half of what comes first (Cormack, Clarke & Büttcher 2009). */
const halfway = 60;

/** Adds up reciprocal ranks; there is nothing to fit. */
export const rankFusion: Mixer = {
  fit: async () => [],
  async combine({ learned, counting }) {
    const blend = counting.recommenders.get('blend');
    const recommender: Recommender = {
      name: 'blend',
      async recommend(query, signal) {
        const { history, now, count } = query;
        const base = (await blend?.recommend({ ...query, count: count * 3 }, signal)) ?? [];
        const scores = new Map<string, number>();
        const add = (itemIds: readonly string[]) => {
          for (const [rank, id] of itemIds.entries())
            scores.set(id, (scores.get(id) ?? 0) + 1 / (halfway + rank));
        };
        add(base.map(({ itemId }) => itemId));
        for (const model of learned.values())
          add((await model.rank({ history, now, count: count * 3 })).itemIds);
        const reasons = new Map(base.map((one) => [one.itemId, one.reason]));
        return [...scores]
          .filter(([itemId]) => query.accept(itemId))
          .map(
            ([itemId, score]): Candidate => ({
              ...{ itemId, score, reason: reasons.get(itemId) ?? { kind: 'catalogue' } },
            }),
          )
          .sort(byScore)
          .slice(0, count);
      },
    };
    return recommender;
  },
};
