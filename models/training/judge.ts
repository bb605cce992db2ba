import { bootstrapDifference } from '../../shared/domain/evaluation/bootstrap.js';
import type { Estimate, Verdict } from '../../shared/domain/model-version.js';

export const depth = 20;
/** What decides: of what a shopper then did, how much is on the list and how far up. */
export const decisive = `ndcg@${depth}`;
/** Fewer answers than this show nothing. */
export const leastCases = 20;

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
  const difference = bootstrapDifference(candidate, serving, seed);
  const isPublished = difference.high >= 0;
  const judged = isPublished ? 'not worse beyond noise' : 'worse beyond noise';
  const reason = `${judged}: ${decisive} ${shown(difference)} against ${rival}`;
  return { isPublished, reason, difference };
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
const shown = ({ mean, low, high }: Estimate) =>
  `${signed(mean)} (${signed(low)} to ${signed(high)})`;
