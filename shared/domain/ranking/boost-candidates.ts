import type { Boost } from '../filter/boost.js';
import { compileFilter } from '../filter/evaluate.js';
import type { Item } from '../item.js';
import { byScore, type ScoredItem } from '../ranking.js';

/** Multiplies each score by the factors of all boosts that match, and puts the best first again; none goes. */
export function boostCandidates<T extends ScoredItem>(
  candidates: readonly T[],
  boosts: readonly Boost[],
  itemOf: (itemId: string) => Item | undefined,
): readonly T[] {
  if (boosts.length === 0) return candidates;
  const rules = boosts.map(({ when, factor }) => ({ holds: compileFilter(when), factor }));
  const boosted = candidates.map((candidate) => {
    const item = itemOf(candidate.itemId);
    if (!item) return candidate;
    let { score } = candidate;
    for (const { holds, factor } of rules) if (holds(item)) score *= factor;
    return { ...candidate, score };
  });
  return boosted.sort(byScore);
}
