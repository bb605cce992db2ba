import { AppError } from '../../domain/errors.js';
import { parseFilter } from '../../domain/filter/parse.js';
import { offerOf } from '../../domain/offer.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import {
  type ItemWithOffers,
  type RecommendationRequest,
  type RecommendationResult,
  type RecommendationVersion,
  recommendationVersions,
} from '../../domain/tasks/recommendation-task.js';
import type { CurrentEnsemble, Histories } from '../../ports/recommender.js';
import type { ShoppingSearch } from '../../ports/shopping-search.js';
import type { FollowChanges } from '../follow-changes.js';
import { type MadeList, type MakeListDependencies, makeList } from '../recommend/make-list.js';
import { present, type Recommended } from '../recommend/recommended.js';
import type { Job, JobRun } from './job.js';

export interface RecommendationJobDependencies extends Omit<MakeListDependencies, 'ensemble'> {
  readonly ensemble: CurrentEnsemble;
  readonly histories: Histories;
  readonly followChanges: Pick<FollowChanges, 'catchUp'>;
  readonly shopping: ShoppingSearch;
  readonly offersPerItem: number;
  /** Reads what the task's record holds; throws `invalid`. */
  parseRequest(request: unknown): RecommendationRequest;
}

/** Recommends to the session that owns the task by the version's model, and looks up live offers for what is recommended. */
export function makeRecommendationJob(
  dependencies: RecommendationJobDependencies,
  version: RecommendationVersion,
): Job {
  const { followChanges, parseRequest, items } = dependencies;
  const { model } = recommendationVersions[version];
  return {
    async run({ task, progress, signal }) {
      const { limit, filter: written } = parseRequest(task.request);
      const filter = written === undefined ? undefined : parseFilter(written);
      progress.report('Ranking', 0, limit + 1);
      // What the session did just now may have been recorded by another process.
      await followChanges.catchUp();
      const made = await rank(dependencies, task.owner, { model, filter }, signal);
      const recommended = present(made.candidates.slice(0, limit), items);
      const found = await lookUpAll(dependencies, recommended, { progress, signal });
      const result: RecommendationResult = { model: made.model, items: found };
      return { result };
    },
  };
}

/** The newest steps say what a session is after. */
const historyLength = 200;

async function rank(
  { histories, ensemble, ...dependencies }: RecommendationJobDependencies,
  sessionId: string,
  options: ListOptions,
  signal: AbortSignal,
): Promise<MadeList> {
  const history = histories.ofSession(sessionId, historyLength) ?? [];
  const all = { ...dependencies, ensemble: ensemble() };
  const made = await makeList(all, { id: sessionId, history }, options, signal);
  signal.throwIfAborted();
  return made;
}

async function lookUpAll(
  dependencies: RecommendationJobDependencies,
  recommended: readonly Recommended[],
  { progress, signal }: Pick<JobRun, 'progress' | 'signal'>,
): Promise<readonly ItemWithOffers[]> {
  let done = 0;
  const report = () => progress.report('Looking up offers', 1 + done, 1 + recommended.length);
  report();
  return Promise.all(
    recommended.map(async (one) => {
      const found = await lookUp(dependencies, one, signal);
      done += 1;
      report();
      return found;
    }),
  );
}

/** A failed look-up leaves the item with what the catalogue knows. */
async function lookUp(
  { shopping, offersPerItem }: RecommendationJobDependencies,
  { item, score, reason }: Recommended,
  signal: AbortSignal,
): Promise<ItemWithOffers> {
  const own = offerOf(item);
  try {
    const offers = await shopping.search({ text: item.name, limit: offersPerItem }, signal);
    const [best] = offers;
    return { itemId: item.id, score, reason, product: { ...best, ...own }, offers };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    const note = `no live offers: ${error.message}`;
    return { itemId: item.id, score, reason, product: own, offers: [], note };
  }
}
