import type { Candidate, Reason } from '../../shared/domain/ranking.js';
import type { ItemLists, ListQuery } from '../../shared/ports/recommender.js';
import { SparseScores } from '../numeric/sparse-scores.js';
import { bestItems } from './best-items.js';
import type { Knowledge } from './follower.js';
import type { CoVisitation } from './neighbours/co-visitation.js';
import type { NeighbourList } from './neighbours/neighbour-lists.js';
import { popularList } from './popularity/popular-list.js';
import { trendingList } from './popularity/trending-list.js';

interface Models {
  readonly knowledge: Knowledge;
  readonly coVisitation: CoVisitation;
}

/** Likeness of content fills what shoppers' behaviour leaves open: it counts a tenth of the best of theirs. */
const contentShare = 0.1;

export function createItemLists({ knowledge, coVisitation }: Models): ItemLists {
  const { log, catalogue, popularity, latest, content } = knowledge;
  const scores = new SparseScores();
  const dependencies = { names: log.items, catalogue, popularity };

  const add = ({ items, weights }: NeighbourList, share: number): void => {
    const largest = weights.reduce((max, weight) => Math.max(max, weight), 0);
    for (let place = 0; place < items.length; place += 1) {
      scores.add(items[place] ?? 0, (share * (weights[place] ?? 0)) / largest, 0);
    }
  };
  const bestOf = (itemId: string, query: ListQuery, reason: Reason): readonly Candidate[] => {
    const { category } = query;
    const isWanted = (id: string): boolean =>
      category === undefined ||
      catalogue.at(log.items.find(id) ?? -1)?.categories.includes(category) === true;
    const accept = (id: string): boolean => id !== itemId && isWanted(id) && query.accept(id);
    return bestItems(scores, log.items, { count: query.count, accept }).map((item) => ({
      itemId: log.items.nameOf(item),
      score: scores.of(item),
      reason,
    }));
  };

  return {
    popular: (query) => popularList(dependencies, query),
    trending: (query) => trendingList(dependencies, query),
    latest: (query) => latest.list(query),
    similar(itemId, query) {
      const item = log.items.find(itemId);
      if (item === undefined) return [];
      scores.begin(log.items.size);
      add(coVisitation.neighboursOf(item), 1);
      add(content.neighboursOf(item), contentShare);
      return bestOf(itemId, query, { kind: 'similar', because: itemId });
    },
    boughtTogether(itemId, query) {
      const item = log.items.find(itemId);
      if (item === undefined) return [];
      scores.begin(log.items.size);
      add(coVisitation.neighboursOf(item), 1);
      return bestOf(itemId, query, { kind: 'bought-together', because: itemId });
    },
  };
}
