import { fill } from '../../domain/ranking/fill.js';
import type { Candidate } from '../../domain/ranking.js';
import type { ItemLists, ListQuery } from '../../ports/recommender.js';

/** What is popular, and below it what is new: between them every item that the query accepts. */
export function popularThenFresh(itemLists: ItemLists, query: ListQuery): readonly Candidate[] {
  const popular = itemLists.popular(query);
  if (popular.length >= query.count) return popular;
  return fill(popular, itemLists.latest(query), query.count);
}
