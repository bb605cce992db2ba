import { byScore, type ScoredItem } from '../../domain/ranking.js';
import type { Histories, ItemScorer } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import type { ListOptions } from './list-options.js';
import { type RefineDependencies, refine } from './refine.js';

export interface RankItemsDependencies extends RefineDependencies {
  readonly histories: Histories;
  readonly itemScorer: ItemScorer;
  readonly clock: Clock;
  readonly waitFor: (token: string) => Promise<void>;
}

export interface RankItemsRequest {
  readonly userId: string;
  /** None twice. */
  readonly itemIds: readonly string[];
  readonly options: Pick<ListOptions, 'boost' | 'diversity'>;
  readonly consistencyToken?: string | undefined;
}

export type RankItems = (request: RankItemsRequest) => Promise<readonly ScoredItem[]>;

const historyLength = 200;

/** The same ids, best first for this shopper; what nobody knows comes last with a score of 0. */
export function rankItems(dependencies: RankItemsDependencies): RankItems {
  const { histories, itemScorer, clock, waitFor } = dependencies;
  return async ({ userId, itemIds, options, consistencyToken }) => {
    if (consistencyToken !== undefined) await waitFor(consistencyToken);
    const history =
      histories.ofUser(userId, historyLength) ?? histories.ofSession(userId, historyLength) ?? [];
    const scored = itemScorer.score(itemIds, { history, now: clock() });
    const scores = new Map(scored.map(({ itemId, score }) => [itemId, score]));
    const all = itemIds.map((itemId) => ({ itemId, score: scores.get(itemId) ?? 0 }));
    return refine(dependencies, all.sort(byScore), options);
  };
}
