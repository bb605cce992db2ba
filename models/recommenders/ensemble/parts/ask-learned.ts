import type { LearnedModel, LearnedRanking } from '../../../../shared/ports/learned-model.js';
import type { RecommendQuery } from '../../../../shared/ports/recommender.js';

/** Items asked for at first, beside those of the history, which are seldom wanted again. */
const leastAsked = 200;
const mostAsked = 6_400;
/** By how much more is asked where a filter let too few pass. */
const growth = 8;

export type LearnedAsker = Pick<RecommendQuery, 'history' | 'traits' | 'now' | 'count' | 'accept'>;

/**
 * The model's best, enough for `count` accepted ones where it has them among its first 6,400: a filter can only be
 * asked here, so a narrow one means to ask again for more.
 */
export async function askForAccepted(
  model: LearnedModel,
  { history, traits, now, count, accept }: LearnedAsker,
  signal?: AbortSignal,
): Promise<LearnedRanking> {
  const shopper = { history, now, ...(traits && { traits }) };
  let asked = Math.max(leastAsked, count) + Math.min(history.length, leastAsked);
  for (;;) {
    const ranking = await model.rank({ ...shopper, count: asked }, signal);
    const isWhole = ranking.itemIds.length < asked || asked >= Math.min(mostAsked, model.size);
    if (isWhole || hasAccepted(ranking.itemIds, count, accept)) return ranking;
    asked = Math.min(asked * growth, mostAsked);
  }
}

function hasAccepted(
  itemIds: readonly string[],
  count: number,
  accept: LearnedAsker['accept'],
): boolean {
  let accepted = 0;
  for (const itemId of itemIds) {
    if (accepted >= count) return true;
    if (accept(itemId)) accepted += 1;
  }
  return accepted >= count;
}
