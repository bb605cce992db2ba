import type { ListOptions } from '../../domain/ranking/list-options.js';
import { byScore, type ScoredItem } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { CurrentEnsemble, Histories } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import type { Stages } from '../../ports/stages.js';
import { historyOf } from './history-of.js';
import { refine } from './refine.js';
import { type TraitsDependencies, traitsOfShopper } from './shopper-traits.js';

export interface RankItemsDependencies extends TraitsDependencies {
  readonly items: ItemView;
  readonly histories: Histories;
  readonly ensemble: CurrentEnsemble;
  readonly clock: Clock;
  readonly stages?: Stages | undefined;
}

interface RankItemsRequest {
  readonly userId: string;
  /** None twice. */
  readonly itemIds: readonly string[];
  readonly options: Pick<ListOptions, 'boost' | 'diversity'>;
}

export type RankItems = (request: RankItemsRequest) => Promise<readonly ScoredItem[]>;

const historyLength = 200;

/** The same ids, best first for this shopper; what nobody knows comes last with a score of 0. */
export function makeRankItems(dependencies: RankItemsDependencies): RankItems {
  const { items, histories, ensemble, clock, stages } = dependencies;
  return async ({ userId, itemIds, options }) => {
    const history = historyOf(histories, userId, historyLength);
    const traits = await traitsOfShopper(dependencies, userId);
    const { scorer, embedder } = ensemble();
    const ended = stages?.begin();
    const scored = await scorer.score(itemIds, { history, traits, now: clock() });
    ended?.('score');
    const scores = new Map(scored.map(({ itemId, score }) => [itemId, score]));
    const all = itemIds.map((itemId) => ({ itemId, score: scores.get(itemId) ?? 0 }));
    const refined = await refine({ items, embedder }, all.sort(byScore), options);
    ended?.('refine');
    return refined;
  };
}
