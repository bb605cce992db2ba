import type { ListOptions } from '../../domain/ranking/list-options.js';
import { historyMark, seenItems } from '../../domain/ranking/seen.js';
import type { RecommendationList, RecommendationLists } from '../../ports/recommendation-lists.js';
import type { CurrentEnsemble, Histories } from '../../ports/recommender.js';
import type { NewId } from '../../ports/runtime.js';
import { historyOf } from './history-of.js';
import { type MakeListDependencies, makeList, type Shopper } from './make-list.js';
import { present, type Recommended } from './recommended.js';
import { type TraitsDependencies, traitsOfShopper } from './shopper-traits.js';

export interface RecommendUserDependencies
  extends Omit<MakeListDependencies, 'ensemble'>,
    TraitsDependencies {
  readonly ensemble: CurrentEnsemble;
  readonly histories: Histories;
  readonly lists: RecommendationLists;
  readonly newId: NewId;
}

interface RecommendUserRequest {
  /** A user's id or a session's; of neither, the answer is for a stranger. */
  readonly userId: string;
  readonly limit: number;
  readonly offset: number;
  readonly options: ListOptions;
}

interface RecommendedPage {
  readonly recommendationId: string;
  readonly model: string;
  readonly recommendations: readonly Recommended[];
  readonly total: number;
  readonly hasMore: boolean;
}

export type RecommendUser = (request: RecommendUserRequest) => Promise<RecommendedPage>;

/**
 * Makes a shopper's list and shows it page by page. The first page makes it anew once the shopper's history, the
 * catalogue or the version of the models has changed; the others read on in the list as it is while it lives, so none repeats or skips an item.
 * Only what was dismissed, deleted or switched off since is left out of its page.
 */
export function makeRecommendUser(dependencies: RecommendUserDependencies): RecommendUser {
  const { histories, lists, items } = dependencies;
  return async ({ userId, options, offset, limit }) => {
    const key = JSON.stringify([userId, options]);
    const history = historyOf(histories, userId, wholeHistory);
    const ensemble = dependencies.ensemble();
    const basis = `${ensemble.version} ${items.revision} ${historyMark(history)}`;
    const known = lists.byKey(key);
    const isCurrent = known && (offset > 0 || known.basis === basis);
    const list = isCurrent
      ? known
      : await makeAnew(
          { ...dependencies, ensemble },
          { key, basis, shopper: { id: userId, history }, options },
        );
    const end = offset + limit;
    const dismissed = seenItems(history, []);
    const page = list.candidates.slice(offset, end).filter(({ itemId }) => !dismissed.has(itemId));
    return {
      recommendationId: list.id,
      model: list.model,
      recommendations: present(page, items),
      total: list.candidates.length,
      hasMore: end < list.candidates.length,
    };
  };
}

/** An item that was dismissed long ago must not come back. */
const wholeHistory = Number.MAX_SAFE_INTEGER;

interface Wanted {
  readonly key: string;
  readonly basis: string;
  readonly shopper: Shopper;
  readonly options: ListOptions;
}

async function makeAnew(
  dependencies: Omit<RecommendUserDependencies, 'ensemble'> & MakeListDependencies,
  { key, basis, shopper, options }: Wanted,
): Promise<RecommendationList> {
  const { lists, newId } = dependencies;
  const traits = await traitsOfShopper(dependencies, shopper.id);
  const made = await makeList(dependencies, { ...shopper, traits }, options);
  const list = { id: newId(), basis, ...made };
  lists.keep(key, list);
  return list;
}
