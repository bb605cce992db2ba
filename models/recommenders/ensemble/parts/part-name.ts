import type { ModelName } from '../../../../shared/domain/ranking.js';

/** What a blend may mix: the counting models with likeness in words, and the learned ones. */
export const countingParts = ['popular', 'co-visitation', 'session-knn', 'content'] as const;
export type CountingPartName = (typeof countingParts)[number];

export const learnedParts = [
  'ease',
  'hybrid',
  'gru',
  'two-tower',
] as const satisfies readonly ModelName[];
export type LearnedPartName = (typeof learnedParts)[number];

export const partNames = [...countingParts, ...learnedParts] as const;
export type PartName = (typeof partNames)[number];

const counting: ReadonlySet<string> = new Set(countingParts);

export function isCountingPart(name: PartName): name is CountingPartName {
  return counting.has(name);
}
