import type { Candidate, Reason } from '../../shared/domain/ranking.js';
import type { ItemLists, ListQuery } from '../../shared/ports/recommender.js';
import type { BestQuery } from './best-items.js';
import type { Knowledge } from './follower.js';
import { Baskets } from './neighbours/baskets.js';
import type { CoVisitation } from './neighbours/co-visitation.js';
import { SimilarItems } from './neighbours/similar-items.js';
import { popularList } from './popularity/popular-list.js';
import { trendingList } from './popularity/trending-list.js';

type Find = (
  item: number,
  query: BestQuery,
) => readonly { readonly item: number; readonly score: number }[];

export function createItemLists(knowledge: Knowledge, coVisitation: CoVisitation): ItemLists {
  const { log, kinds, catalogue, popularity, latest, content } = knowledge;
  const dependencies = { names: log.items, catalogue, popularity };
  const similar = new SimilarItems(log.items, coVisitation, content);
  const baskets = new Baskets(log, kinds);

  const beside = (itemId: string, query: ListQuery, find: Find, reason: Reason): Candidate[] => {
    const item = log.items.find(itemId);
    if (item === undefined) return [];
    const { category, count } = query;
    const isFiled = (id: string): boolean =>
      category === undefined ||
      catalogue.at(log.items.numberOf(id))?.categories.includes(category) === true;
    const accept = (id: string): boolean => id !== itemId && isFiled(id) && query.accept(id);
    return find(item, { count, accept }).map((found) => ({
      itemId: log.items.nameOf(found.item),
      score: found.score,
      reason,
    }));
  };

  return {
    popular: (query) => popularList(dependencies, query),
    trending: (query) => trendingList(dependencies, query),
    latest: (query) => latest.list(query),
    similar: (itemId, query) =>
      beside(itemId, query, (item, best) => similar.like(item, best), {
        kind: 'similar',
        because: itemId,
      }),
    boughtTogether: (itemId, query) =>
      beside(itemId, query, (item, best) => baskets.together(item, best), {
        kind: 'bought-together',
        because: itemId,
      }),
  };
}
