import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { Estimate, Verdict } from '../../shared/domain/model-version.js';
import { bootstrapMean } from './bootstrap.js';
import type { Checkpoint } from './course.js';
import { ndcg } from './ndcg.js';

export const depth = 20;
/** Fewer answers than this show nothing. */
export const leastCases = 20;

/** The ids of an answer, best first. */
export type Ranks = (asked: EvaluationCase) => Promise<readonly string[]>;

/** NDCG@20 of each case. */
export async function scoresOf(
  ranks: Ranks,
  cases: readonly EvaluationCase[],
  checkpoint: Checkpoint,
): Promise<Float64Array> {
  const scores = new Float64Array(cases.length);
  for (const [at, asked] of cases.entries()) {
    if (at % 32 === 0) await checkpoint(at, cases.length);
    const targets = new Set(asked.targets.map(({ itemId }) => itemId));
    scores[at] = ndcg((await ranks(asked)).slice(0, depth), targets);
  }
  return scores;
}

/**
 * Publishes unless the candidate is worse beyond noise: its scores minus those of what serves, on the same cases, have a
 * 95 % interval that lies wholly below 0.
 */
export function judge(
  candidate: Float64Array,
  serving: Float64Array,
  { seed, rival }: { readonly seed: number; readonly rival: string },
): Verdict {
  if (candidate.length < leastCases) {
    const reason = `only ${candidate.length} shoppers to judge by, ${leastCases} are needed`;
    return { isPublished: false, reason };
  }
  const difference = bootstrapMean(
    candidate.map((score, at) => score - (serving[at] ?? 0)),
    seed,
  );
  const isPublished = difference.high >= 0;
  const found = `NDCG@${depth} of ${shown(difference)} against ${rival}`;
  const reason = isPublished
    ? `not worse beyond noise: ${found}`
    : `worse than what serves: ${found}`;
  return { isPublished, reason, difference };
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
const shown = ({ mean, low, high }: Estimate) =>
  `${signed(mean)} (${signed(low)} to ${signed(high)})`;
