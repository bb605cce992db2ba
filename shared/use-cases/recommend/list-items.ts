import { AppError } from '../../domain/errors.js';
import { fill } from '../../domain/ranking/fill.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { RankingPolicy } from '../../domain/ranking/policy.js';
import type { Candidate } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { CurrentEnsemble, ItemLists, ListQuery } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import { acceptor } from './acceptor.js';
import { present, type Recommended } from './recommended.js';
import { refine, reorders } from './refine.js';

export interface ListItemsDependencies {
  readonly items: ItemView;
  readonly ensemble: CurrentEnsemble;
  readonly itemLists: ItemLists;
  readonly policy: RankingPolicy;
  readonly clock: Clock;
}

/** A list of the shop, or of one of its items. */
export type ListSubject =
  | { readonly kind: 'popular' | 'trending' | 'latest' }
  | { readonly kind: 'similar' | 'bought-together'; readonly itemId: string };

interface ListItemsRequest {
  readonly subject: ListSubject;
  readonly limit: number;
  readonly category?: string | undefined;
  readonly options: ListOptions;
}

export type ListItems = (request: ListItemsRequest) => Promise<readonly Recommended[]>;

/** Lists that are the same for everybody. Throws `not-found` where the item they start from is unknown. */
export function makeListItems(dependencies: ListItemsDependencies): ListItems {
  const { items, policy, clock } = dependencies;
  return async ({ subject, limit, category, options }) => {
    const own = 'itemId' in subject ? [subject.itemId] : [];
    for (const itemId of own) requireItem(items, itemId);
    const query = {
      count: reorders(options) ? Math.max(policy.listLength, limit) : limit,
      now: clock(),
      accept: acceptor(items, options, new Set(own)),
      ...(category !== undefined && { category }),
    };
    const candidates = candidatesOf(dependencies.itemLists, subject, query);
    const { embedder } = dependencies.ensemble();
    const refined = await refine({ items, embedder }, candidates, options);
    return present(refined.slice(0, limit), items);
  };
}

/** Throws `not-found` for an item that the catalogue does not have. */
function requireItem(items: ListItemsDependencies['items'], itemId: string): void {
  if (items.get(itemId)) return;
  throw new AppError('not-found', `no item ${JSON.stringify(itemId.slice(0, 60))}`);
}

function candidatesOf(
  lists: ItemLists,
  subject: ListSubject,
  query: ListQuery,
): readonly Candidate[] {
  switch (subject.kind) {
    case 'similar':
      return lists.similar(subject.itemId, query);
    case 'bought-together':
      return lists.boughtTogether(subject.itemId, query);
    case 'latest':
      return lists.latest(query);
    case 'popular':
      return lists.popular(query);
    case 'trending':
      return trendingThenPopular(lists, query);
  }
}

function trendingThenPopular(lists: ItemLists, query: ListQuery): readonly Candidate[] {
  const trending = lists.trending(query);
  if (trending.length >= query.count) return trending;
  return fill(trending, lists.popular(query), query.count);
}
