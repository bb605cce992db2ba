import type { Interaction } from '../event.js';
import { byScore, type Candidate } from '../ranking.js';
import { becauseOf } from '../reason.js';

/**
 * Leaves `share` of their scores to the items of the history and says that the shopper knows them. Models rate what a
 * shopper has just looked at above all else; a list of it would show nothing new (Gorse calls this replacement decay).
 */
export function dampSeen(
  candidates: readonly Candidate[],
  history: readonly Interaction[],
  share: number,
): readonly Candidate[] {
  const steps = new Map(history.map((step) => [step.itemId, step]));
  if (!candidates.some(({ itemId }) => steps.has(itemId))) return candidates;
  const damped = candidates.map((candidate) => {
    const step = steps.get(candidate.itemId);
    if (!step) return candidate;
    return { itemId: candidate.itemId, score: share * candidate.score, reason: becauseOf(step) };
  });
  return damped.sort(byScore);
}
