import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { Accept } from '../../../../shared/ports/recommender.js';

/** What the shopper has not met yet: protocols for ratings and reviews leave the rest out of all lists. */
export function acceptUnseen({ history }: EvaluationCase): Accept {
  const seen = new Set(history.map(({ itemId }) => itemId));
  return (itemId) => !seen.has(itemId);
}

/** The cases with only those targets that are new to the shopper; who wants nothing new is left out. */
export function wantingUnseen(cases: readonly EvaluationCase[]): readonly EvaluationCase[] {
  return cases.flatMap((asked) => {
    const isUnseen = acceptUnseen(asked);
    const targets = asked.targets.filter(({ itemId }) => isUnseen(itemId));
    return targets.length > 0 ? [{ ...asked, targets }] : [];
  });
}
