import { AppError } from '../../domain/errors.js';
import { fill } from '../../domain/ranking/fill.js';
import type { RankingPolicy } from '../../domain/ranking/policy.js';
import type { Candidate } from '../../domain/ranking.js';
import type { ItemLists, ListQuery } from '../../ports/recommender.js';
import type { Clock } from '../../ports/runtime.js';
import { acceptor, type ListOptions } from './list-options.js';
import { present, type Recommended } from './recommended.js';
import { type RefineDependencies, refine, reorders } from './refine.js';

export interface ListItemsDependencies extends RefineDependencies {
  readonly itemLists: ItemLists;
  readonly policy: RankingPolicy;
  readonly clock: Clock;
  readonly waitFor: (token: string) => Promise<void>;
}

/** A list of the shop, or of one of its items. */
export type ListSubject =
  | { readonly kind: 'popular' | 'trending' | 'latest' }
  | { readonly kind: 'similar' | 'bought-together'; readonly itemId: string };

export interface ListItemsRequest {
  readonly subject: ListSubject;
  readonly limit: number;
  readonly category?: string | undefined;
  readonly options: ListOptions;
  readonly consistencyToken?: string | undefined;
}

export type ListItems = (request: ListItemsRequest) => Promise<readonly Recommended[]>;

/** Lists that are the same for everybody. Throws `not-found` where the item they start from is unknown. */
export function listItems(dependencies: ListItemsDependencies): ListItems {
  const { items, policy, clock, waitFor } = dependencies;
  return async ({ subject, limit, category, options, consistencyToken }) => {
    if (consistencyToken !== undefined) await waitFor(consistencyToken);
    const own = 'itemId' in subject ? [subject.itemId] : [];
    for (const itemId of own) requireItem(items, itemId);
    const query = {
      count: reorders(options) ? Math.max(policy.listLength, limit) : limit,
      now: clock(),
      accept: acceptor(items, options, new Set(own)),
      ...(category !== undefined && { category }),
    };
    const candidates = candidatesOf(dependencies.itemLists, subject, query);
    return present(refine(dependencies, candidates, options).slice(0, limit), items);
  };
}

/** Throws `not-found` for an item that the catalogue does not have. */
export function requireItem(items: ListItemsDependencies['items'], itemId: string): void {
  if (items.get(itemId)) return;
  throw new AppError('not-found', `no item ${JSON.stringify(itemId.slice(0, 60))}`);
}

/** What is everybody's is filled from the next best source; what starts from one item stays true to it. */
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
      return filled(lists.popular(query), query, [lists.latest]);
    case 'trending':
      return filled(lists.trending(query), query, [lists.popular, lists.latest]);
  }
}

function filled(
  list: readonly Candidate[],
  query: ListQuery,
  sources: readonly ((query: ListQuery) => readonly Candidate[])[],
): readonly Candidate[] {
  return sources.reduce(
    (soFar, source) =>
      soFar.length < query.count ? fill(soFar, source(query), query.count) : soFar,
    list,
  );
}
