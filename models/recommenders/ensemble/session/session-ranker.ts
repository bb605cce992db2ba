import type { SessionRanker } from '../../../../shared/ports/recommender.js';
import type { ModelFiles } from '../../../../shared/ports/training.js';
import type { Evidence } from '../parts/counting-part.js';
import type { LearnedGroup } from '../parts/learned-group.js';
import { CountingSessionRanker } from './counting-session-ranker.js';
import { LearnedSessionRanker } from './learned-session-ranker.js';
import { CandidateSource } from './session-candidates.js';
import { readSession } from './session-files.js';

/** What was opened to rank is to be closed. */
export interface OpenSessionRanker extends SessionRanker {
  close(): Promise<void>;
}

/**
 * By the fitted network where there is one, else by counted evidence; so is a question that the network fails at.
 * Throws `invalid` for files of another format.
 */
export function createSessionRanker(
  evidence: Evidence,
  learned: LearnedGroup,
  files: ModelFiles | undefined,
): OpenSessionRanker {
  const counting = new CountingSessionRanker(evidence);
  const { learned: fitted = [], graph } = files ? readSession(files) : {};
  if (graph === undefined || fitted.length === 0) {
    return { rank: async (query) => counting.rank(query), close: async () => undefined };
  }
  const network = new LearnedSessionRanker(new CandidateSource(evidence, learned), fitted, graph);
  return {
    async rank(query) {
      try {
        return await network.rank(query);
      } catch (error) {
        learned.onDegraded('session', error);
        return counting.rank(query);
      }
    },
    close: () => network.close(),
  };
}
