import { boostCandidates } from '../../domain/ranking/boost-candidates.js';
import { diversify } from '../../domain/ranking/diversify.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { ScoredItem } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { ItemEmbedder } from '../../ports/recommender.js';

interface RefineDependencies {
  readonly items: ItemView;
  readonly embedder: ItemEmbedder;
}

/** The last steps of the pipeline before a list is cut into pages: boost, then diversify. */
export async function refine<T extends ScoredItem>(
  { items, embedder }: RefineDependencies,
  candidates: readonly T[],
  { boost = [], diversity = 0 }: ListOptions,
): Promise<readonly T[]> {
  const boosted = boostCandidates(candidates, boost, (itemId) => items.get(itemId));
  if (diversity === 0) return boosted;
  const vectors = await vectorsOf(boosted, embedder);
  return diversify(boosted, diversity, (itemId) => ({
    categories: items.get(itemId)?.categories ?? [],
    vector: vectors.get(itemId),
  }));
}

async function vectorsOf(
  candidates: readonly ScoredItem[],
  embedder: ItemEmbedder,
): Promise<ReadonlyMap<string, Float32Array | undefined>> {
  const ids = candidates.map(({ itemId }) => itemId);
  const vectors = await Promise.all(ids.map((itemId) => embedder.ofItem(itemId)));
  return new Map(ids.map((itemId, at) => [itemId, vectors[at]]));
}

/** Whether more candidates are needed than are shown, because their order may still change. */
export function reorders({ boost = [], diversity = 0 }: ListOptions): boolean {
  return boost.length > 0 || diversity > 0;
}
