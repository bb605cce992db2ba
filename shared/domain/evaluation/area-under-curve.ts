import type { Places } from './ranking-metrics.js';

interface Ranking {
  /** Targets in all, ranked or not. */
  readonly targets: number;
  /** Items on the list. */
  readonly ranked: number;
  /** Items that could have been on it. */
  readonly candidates: number;
}

/**
 * The area under the ROC curve of one ranking: how likely a target stands above an item that is none (Mann & Whitney
 * 1947). What is not ranked counts as tied behind the rest, a tie as a half. LightFM's `auc_score` is this with all
 * items for candidates, those of the training among the wrong ones, unless it is told to leave them out; a tie counts
 * as wrong there. 0.5 where there is nothing to tell apart.
 */
export function areaUnderCurve(places: Places, { targets, ranked, candidates }: Ranking): number {
  const others = candidates - targets;
  if (others <= 0 || targets <= 0) return 0.5;
  const rankedOthers = ranked - places.length;
  let above = 0;
  for (const [earlierTargets, place] of places.entries()) above += place - earlierTargets;
  const missing = targets - places.length;
  above += missing * (rankedOthers + (others - rankedOthers) / 2);
  return 1 - above / (targets * others);
}
