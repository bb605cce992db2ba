import { boostCandidates } from '../../domain/ranking/boost-candidates.js';
import { diversify } from '../../domain/ranking/diversify.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { ScoredItem } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { ItemEmbedder } from '../../ports/recommender.js';

export interface RefineDependencies {
  readonly items: ItemView;
  readonly embedder: ItemEmbedder;
}

/** The last steps of the pipeline before a list is cut into pages: boost, then diversify. */
export function refine<T extends ScoredItem>(
  { items, embedder }: RefineDependencies,
  candidates: readonly T[],
  { boost = [], diversity = 0 }: ListOptions,
): readonly T[] {
  const boosted = boostCandidates(candidates, boost, (itemId) => items.get(itemId));
  return diversify(boosted, diversity, (itemId) => ({
    categories: items.get(itemId)?.categories ?? [],
    vector: embedder.ofItem(itemId),
  }));
}

/** Whether more candidates are needed than are shown, because their order may still change. */
export function reorders({ boost = [], diversity = 0 }: ListOptions): boolean {
  return boost.length > 0 || diversity > 0;
}
