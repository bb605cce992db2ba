import type { RankedObjectives } from '../../ports/recommender.js';
import type { RecommendSession, SessionRequest } from './recommend-session.js';

type SessionOutcome =
  | { readonly ok: true; readonly recommendations: readonly RankedObjectives[] }
  | { readonly ok: false; readonly error: unknown };

/** Many sessions, one after the other, each failing alone; between two of them others are served. */
export type RecommendSessions = (
  requests: readonly SessionRequest[],
) => Promise<readonly SessionOutcome[]>;

export function makeRecommendSessions(recommend: RecommendSession): RecommendSessions {
  return async (requests) => {
    const outcomes: SessionOutcome[] = [];
    for (const request of requests) {
      outcomes.push(await attempt(recommend, request));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return outcomes;
  };
}

async function attempt(
  recommend: RecommendSession,
  request: SessionRequest,
): Promise<SessionOutcome> {
  try {
    return { ok: true, recommendations: await recommend(request) };
  } catch (error) {
    return { ok: false, error };
  }
}
