import type { RecommendQuery } from '../../shared/ports/recommender.js';
import type { Knowledge } from './follower.js';
import { type Profile, readProfile } from './profile.js';

/** The profile of whoever asks a question that says so. */
export function profileOf(
  query: Pick<RecommendQuery, 'history' | 'shopper'>,
  { log, kinds, shoppers }: Pick<Knowledge, 'log' | 'kinds' | 'shoppers'>,
): Profile {
  const { history, shopper = '' } = query;
  const own = shoppers.sequencesOfUser(shopper) ?? shoppers.sequencesOfSession(shopper) ?? [];
  return { ...readProfile(history, log.items, kinds), own };
}
