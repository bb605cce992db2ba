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
 * Sessions ranked by the network at a time. One takes some 2 ms of a core where counting takes 0.3: in a rush those that
 * would have to wait are ranked by what was counted, so that nobody waits long.
 */
const mostAtOnce = 3;

/**
 * By the fitted network where there is one, else by counted evidence; so is a question that the network fails at, or
 * has no room for. Throws `invalid` for files of another format.
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
  let atOnce = 0;
  return {
    async rank(query) {
      if (atOnce >= mostAtOnce) return counting.rank(query);
      atOnce += 1;
      try {
        return await network.rank(query);
      } catch (error) {
        learned.onDegraded('session', error);
        return counting.rank(query);
      } finally {
        atOnce -= 1;
      }
    },
    close: () => network.close(),
  };
}
