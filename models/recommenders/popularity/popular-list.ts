import type { Candidate, Reason } from '../../../shared/domain/ranking.js';
import type { ListQuery } from '../../../shared/ports/recommender.js';
import type { Catalogue } from '../catalogue.js';
import type { Names } from '../log/names.js';
import type { Popularity } from './popularity.js';

const dayMs = 86_400_000;
const newForDays = 30;
/** An item among so many of its category is popular there. */
const topPlaces = 10;

export interface PopularDependencies {
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly popularity: Popularity;
}

/**
 * The catalogue by popularity. The score is 1 ÷ (1 + how many times the first place's popularity halves down to the
 * item's), so it is 1 for the most popular, a half for half of that, and still tells apart what nobody has touched.
 */
export function popularList(
  dependencies: PopularDependencies,
  query: ListQuery,
): readonly Candidate[] {
  const { names, catalogue, popularity } = dependencies;
  const list: Candidate[] = [];
  let first: number | undefined;
  if (query.count <= 0) return list;
  popularity.visit(query.category, (item) => {
    first ??= popularity.keyOf(item);
    const itemId = names.nameOf(item);
    if (catalogue.at(item) !== undefined && query.accept(itemId)) {
      const score = 1 / (1 + first - popularity.keyOf(item));
      list.push({ itemId, score, reason: popularReason(item, query, dependencies) });
    }
    return list.length < query.count;
  });
  return list;
}

/** What can be said of an item without knowing who asks. */
export function popularReason(
  item: number,
  query: Pick<ListQuery, 'now' | 'category'>,
  { catalogue, popularity }: Pick<PopularDependencies, 'catalogue' | 'popularity'>,
): Reason {
  const { now } = query;
  const categories = catalogue.at(item)?.categories ?? [];
  const isTop = (one: string) => popularity.isTopOf(one, item, topPlaces);
  const category = query.category ?? categories.findLast(isTop);
  const named = category === undefined ? {} : { category };
  if (popularity.hasEvents(item)) {
    return { kind: 'popular', ...named, thisWeek: popularity.isOfThisWeek(item, now) };
  }
  const age = now - (catalogue.at(item)?.createdAt ?? 0);
  return age <= newForDays * dayMs ? { kind: 'new', ...named } : { kind: 'catalogue' };
}
