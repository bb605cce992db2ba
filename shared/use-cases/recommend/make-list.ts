import type { Interaction } from '../../domain/event.js';
import { dampSeen } from '../../domain/ranking/damp-seen.js';
import { fill } from '../../domain/ranking/fill.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { RankingPolicy } from '../../domain/ranking/policy.js';
import { seenItems } from '../../domain/ranking/seen.js';
import type { Candidate, ModelName } from '../../domain/ranking.js';
import type { ItemLists, Recommender, RecommendQuery } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import { acceptor } from './acceptor.js';
import { type RefineDependencies, refine } from './refine.js';

export interface MakeListDependencies extends RefineDependencies {
  readonly recommenders: ReadonlyMap<ModelName, Recommender>;
  readonly itemLists: ItemLists;
  readonly policy: RankingPolicy;
  readonly clock: Clock;
}

export interface MadeList {
  /** Who answered: not always who was asked. */
  readonly model: ModelName;
  readonly candidates: readonly Candidate[];
}

/** Recommenders look at the newest steps only: older ones weigh next to nothing and cost time. */
const historyLength = 200;

/** Whose list it is to be. */
export interface Shopper {
  /** A user's or a session's. */
  readonly id: string;
  readonly history: readonly Interaction[];
}

/**
 * The whole pipeline: candidates of the model, excluded and filtered ones left out while it scores, then what was seen
 * is damped, and the rest boosted and diversified. Where the model knows too few, popular items follow.
 */
export async function makeList(
  dependencies: MakeListDependencies,
  { id, history }: Shopper,
  options: ListOptions,
): Promise<MadeList> {
  const { policy, items, clock } = dependencies;
  const seen = seenItems(history, options.excludeSeen ?? policy.excludeSeen);
  const query = {
    history: history.slice(-historyLength),
    shopper: id,
    count: policy.listLength,
    now: clock(),
    accept: acceptor(items, options, seen),
  };
  const { model, candidates } = await candidatesOf(dependencies, query, options.model ?? 'blend');
  const diversity = options.diversity ?? policy.diversity;
  const damped = dampSeen(candidates, history, policy.seenShare);
  return { model, candidates: refine(dependencies, damped, { ...options, diversity }) };
}

async function candidatesOf(
  { recommenders, itemLists }: MakeListDependencies,
  query: RecommendQuery,
  asked: ModelName,
): Promise<MadeList> {
  const recommender = recommenders.get(asked) ?? recommenders.get('blend');
  const scored = recommender ? await recommender.recommend(query) : [];
  const model = recommender && scored.length > 0 ? recommender.name : 'popular';
  if (scored.length >= query.count) return { model, candidates: scored };
  return { model, candidates: fill(scored, itemLists.popular(query), query.count) };
}
