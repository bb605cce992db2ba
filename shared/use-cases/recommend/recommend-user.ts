import type { ListOptions } from '../../domain/ranking/list-options.js';
import { historyMark } from '../../domain/ranking/seen.js';
import type { RecommendationList, RecommendationLists } from '../../ports/recommendation-lists.js';
import type { Histories } from '../../ports/recommender.js';
import type { NewId } from '../../ports/runtime.js';
import { historyOf } from './history-of.js';
import { type MakeListDependencies, makeList } from './make-list.js';
import { present, type Recommended } from './recommended.js';

export interface RecommendUserDependencies extends MakeListDependencies {
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
 * Makes a shopper's list and shows it page by page. The first page makes it anew once the shopper's history or the
 * catalogue has changed; the others read on in the list as it is while it lives, so none repeats or skips an item.
 */
export function makeRecommendUser(dependencies: RecommendUserDependencies): RecommendUser {
  const { lists, items } = dependencies;
  return async (request) => {
    const key = JSON.stringify([request.userId, request.options]);
    const known = lists.byKey(key);
    const list =
      known && request.offset > 0 ? known : await current(dependencies, request, { key, known });
    const end = request.offset + request.limit;
    return {
      recommendationId: list.id,
      model: list.model,
      recommendations: present(list.candidates.slice(request.offset, end), items),
      total: list.candidates.length,
      hasMore: end < list.candidates.length,
    };
  };
}

/** An item that was dismissed long ago must not come back. */
const wholeHistory = Number.MAX_SAFE_INTEGER;

interface Kept {
  readonly key: string;
  readonly known: RecommendationList | undefined;
}

async function current(
  dependencies: RecommendUserDependencies,
  { userId, options }: RecommendUserRequest,
  { key, known }: Kept,
): Promise<RecommendationList> {
  const { histories, items, lists, newId } = dependencies;
  const history = historyOf(histories, userId, wholeHistory);
  const basis = `${items.revision} ${historyMark(history)}`;
  if (known?.basis === basis) return known;
  const made = await makeList(dependencies, history, options);
  const list = { id: newId(), basis, ...made };
  lists.keep(key, list);
  return list;
}
