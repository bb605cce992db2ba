import { type Interaction, type Objective, objectives } from '../../domain/event.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { RankingPolicy } from '../../domain/ranking/policy.js';
import { seenItems } from '../../domain/ranking/seen.js';
import type { ItemView } from '../../ports/item-view.js';
import type {
  CurrentEnsemble,
  Histories,
  RankedObjectives,
  RecommendQuery,
} from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import { acceptor } from './acceptor.js';
import { refine, reorders } from './refine.js';

export interface RecommendSessionDependencies {
  readonly items: ItemView;
  readonly histories: Histories;
  readonly ensemble: CurrentEnsemble;
  readonly policy: RankingPolicy;
  readonly clock: Clock;
}

type Weights = Readonly<Record<Objective, number>>;

export interface SessionRequest {
  readonly sessionId: string;
  /** What the caller knows of the session, in any order; what is stored of it counts as well. */
  readonly steps: readonly Interaction[];
  readonly count: number;
  readonly weights: Weights;
  readonly options: ListOptions;
}

export type RecommendSession = (request: SessionRequest) => Promise<readonly RankedObjectives[]>;

const historyLength = 1_000;

/** What a session may click, put in the cart and order next; none of the items that the request names. */
export function makeRecommendSession(dependencies: RecommendSessionDependencies): RecommendSession {
  const { histories, items, policy, clock } = dependencies;
  return async (request) => {
    const { sessionId, steps, options } = request;
    const history = merge(histories.ofSession(sessionId, historyLength) ?? [], steps);
    const seen = new Set(seenItems(history, options.excludeSeen ?? policy.excludeSeen));
    for (const { itemId } of steps) seen.add(itemId);
    const count = reorders(options) ? Math.max(policy.listLength, request.count) : request.count;
    const accept = acceptor(items, options, seen);
    const query = { history, shopper: sessionId, count, now: clock(), accept };
    return (await rank(dependencies, query, request)).slice(0, request.count);
  };
}

async function rank(
  { items, ensemble }: RecommendSessionDependencies,
  query: RecommendQuery,
  { weights, options }: SessionRequest,
): Promise<readonly RankedObjectives[]> {
  const { sessions, embedder } = ensemble();
  const ranked = await sessions.rank({ ...query, weights });
  if (!reorders(options)) return ranked;
  const scored = ranked.map((each) => ({
    itemId: each.itemId,
    score: each.combined,
    before: each,
  }));
  const refined = await refine({ items, embedder }, scored, options);
  return refined.map(({ score, before }) => scaled(before, score));
}

/** A boost touches all scores alike, so that `combined` stays their weighted sum. */
function scaled(before: RankedObjectives, combined: number): RankedObjectives {
  const share = before.combined > 0 ? combined / before.combined : 1;
  const scores = objectives.map((objective) => [objective, before[objective] * share] as const);
  const { clicks = 0, carts = 0, orders = 0 } = Object.fromEntries(scores);
  return { itemId: before.itemId, clicks, carts, orders, combined };
}

/** Both by time, an equal step once. */
function merge(
  stored: readonly Interaction[],
  given: readonly Interaction[],
): readonly Interaction[] {
  if (given.length === 0) return stored;
  const distinct = new Map<string, Interaction>();
  for (const step of [...stored, ...given]) {
    distinct.set(`${step.ts} ${step.kind} ${step.itemId}`, step);
  }
  return [...distinct.values()].sort((a, b) => a.ts - b.ts).slice(-historyLength);
}
