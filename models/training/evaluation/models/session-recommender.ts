import type { Recommender, SessionRanker } from '../../../../shared/ports/recommender.js';

/** What OTTO's challenge weighs objectives with. */
const weights = { clicks: 0.1, carts: 0.3, orders: 0.6 };

/** The session ranker as one list: by its weighted sum. */
export function sessionRecommender(sessions: SessionRanker): Recommender {
  return {
    name: 'session',
    async recommend(query) {
      const rows = await sessions.rank({ ...query, weights });
      return rows.map(({ itemId, combined }) => ({
        ...{ itemId, score: combined, reason: { kind: 'catalogue' } as const },
      }));
    },
  };
}
