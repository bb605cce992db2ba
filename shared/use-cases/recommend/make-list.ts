import { AppError } from '../../domain/errors.js';
import type { Interaction } from '../../domain/event.js';
import { dampSeen } from '../../domain/ranking/damp-seen.js';
import { fill } from '../../domain/ranking/fill.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { RankingPolicy } from '../../domain/ranking/policy.js';
import { seenItems } from '../../domain/ranking/seen.js';
import type { Candidate, ModelName } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Ensemble, ItemLists, Recommender, RecommendQuery } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import type { Stages } from '../../ports/stages.js';
import { acceptor } from './acceptor.js';
import { refine } from './refine.js';

export interface MakeListDependencies {
  readonly items: ItemView;
  readonly ensemble: Pick<Ensemble, 'recommenders' | 'embedder'>;
  readonly itemLists: ItemLists;
  readonly policy: RankingPolicy;
  readonly clock: Clock;
  readonly stages?: Stages | undefined;
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
  /** Each as `name=value`. */
  readonly traits?: readonly string[];
}

/**
 * The whole pipeline: candidates of the model, excluded and filtered ones left out while it scores, then what was seen
 * is damped, and the rest boosted and diversified. Where the model knows too few, popular items follow. Rejects with the
 * signal's reason when aborted.
 */
export async function makeList(
  dependencies: MakeListDependencies,
  { id, history, traits = [] }: Shopper,
  options: ListOptions,
  signal?: AbortSignal,
): Promise<MadeList> {
  const { policy, items, clock, ensemble, stages } = dependencies;
  const seen = seenItems(history, options.excludeSeen ?? policy.excludeSeen);
  const query = {
    history: history.slice(-historyLength),
    shopper: id,
    traits,
    count: policy.listLength,
    now: clock(),
    accept: acceptor(items, options, seen),
  };
  const asked = options.model ?? 'blend';
  const ended = stages?.begin();
  const { model, candidates } = await candidatesOf(dependencies, query, asked, signal);
  ended?.('candidates');
  const diversity = options.diversity ?? policy.diversity;
  const damped = dampSeen(candidates, history, policy.seenShare);
  const refined = await refine({ items, embedder: ensemble.embedder }, damped, {
    ...options,
    diversity,
  });
  ended?.('refine');
  return { model, candidates: refined };
}

async function candidatesOf(
  { ensemble, itemLists }: MakeListDependencies,
  query: RecommendQuery,
  asked: ModelName,
  signal: AbortSignal | undefined,
): Promise<MadeList> {
  const blend = ensemble.recommenders.get('blend');
  const answer = await firstToAnswer([ensemble.recommenders.get(asked), blend], query, signal);
  const { model, candidates } = answer;
  if (candidates.length >= query.count) return answer;
  const filled = fill(candidates, itemLists.popular(query), query.count);
  return { model: candidates.length > 0 ? model : 'popular', candidates: filled };
}

/** The answer of the first that is there and can be asked. */
async function firstToAnswer(
  recommenders: readonly (Recommender | undefined)[],
  query: RecommendQuery,
  signal: AbortSignal | undefined,
): Promise<MadeList> {
  for (const recommender of recommenders) {
    const candidates = recommender && (await askIfAvailable(recommender, query, signal));
    if (candidates) return { model: recommender.name, candidates };
  }
  return { model: 'popular', candidates: [] };
}

async function askIfAvailable(
  recommender: Recommender,
  query: RecommendQuery,
  signal: AbortSignal | undefined,
): Promise<readonly Candidate[] | undefined> {
  try {
    return await recommender.recommend(query, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AppError && error.code === 'unavailable') return undefined;
    throw error;
  }
}
