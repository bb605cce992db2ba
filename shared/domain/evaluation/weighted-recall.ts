import { type Objective, objectives } from '../event.js';

/** What came of one list for one objective. */
export interface ObjectiveOutcome {
  readonly objective: Objective;
  /** Targets among the first `cutoff`. */
  readonly hits: number;
  /** Different items that were wanted. */
  readonly targets: number;
}

const ottoWeights: Readonly<Record<Objective, number>> = { clicks: 0.1, carts: 0.3, orders: 0.6 };

/**
 * Hits over what could be hit, both summed over all lists before they are divided. 0 where there was nothing to hit.
 */
export function pooledRecall(
  outcomes: Iterable<Pick<ObjectiveOutcome, 'hits' | 'targets'>>,
  cutoff: number,
): number {
  let hits = 0;
  let possible = 0;
  for (const outcome of outcomes) {
    hits += Math.min(outcome.hits, cutoff);
    possible += Math.min(outcome.targets, cutoff);
  }
  return possible > 0 ? hits / possible : 0;
}

/** The measure of OTTO's challenge (RecSys data set 2022): 0.1 clicks + 0.3 carts + 0.6 orders of the pooled recalls. */
export function weightedRecall(outcomes: readonly ObjectiveOutcome[], cutoff = 20): number {
  return objectives.reduce((sum, objective) => {
    const own = outcomes.filter((outcome) => outcome.objective === objective);
    return sum + ottoWeights[objective] * pooledRecall(own, cutoff);
  }, 0);
}
