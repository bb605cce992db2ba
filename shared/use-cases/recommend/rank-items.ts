import type { ListOptions } from '../../domain/ranking/list-options.js';
import { byScore, type ScoredItem } from '../../domain/ranking.js';
import type { Histories, ItemScorer } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import { historyOf } from './history-of.js';
import { type RefineDependencies, refine } from './refine.js';

export interface RankItemsDependencies extends RefineDependencies {
  readonly histories: Histories;
  readonly itemScorer: ItemScorer;
  readonly clock: Clock;
}

interface RankItemsRequest {
  readonly userId: string;
  /** None twice. */
  readonly itemIds: readonly string[];
  readonly options: Pick<ListOptions, 'boost' | 'diversity'>;
}

export type RankItems = (request: RankItemsRequest) => readonly ScoredItem[];

const historyLength = 200;

/** The same ids, best first for this shopper; what nobody knows comes last with a score of 0. */
export function makeRankItems(dependencies: RankItemsDependencies): RankItems {
  const { histories, itemScorer, clock } = dependencies;
  return ({ userId, itemIds, options }) => {
    const history = historyOf(histories, userId, historyLength);
    const scored = itemScorer.score(itemIds, { history, now: clock() });
    const scores = new Map(scored.map(({ itemId, score }) => [itemId, score]));
    const all = itemIds.map((itemId) => ({ itemId, score: scores.get(itemId) ?? 0 }));
    return refine(dependencies, all.sort(byScore), options);
  };
}
