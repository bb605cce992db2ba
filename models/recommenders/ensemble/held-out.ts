import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';

/** Shoppers who come back to so few of their items are not shown them. */
const rareRepeats = 0.02;

/** Whether what a shopper has had already belongs among the candidates: whether shoppers come back to it. */
export function showsSeenItems(cases: readonly EvaluationCase[]): boolean {
  let repeats = 0;
  let all = 0;
  for (const { history, targets } of cases) {
    const seen = new Set(history.map(({ itemId }) => itemId));
    all += targets.length;
    repeats += targets.filter(({ itemId }) => seen.has(itemId)).length;
  }
  return repeats > rareRepeats * all;
}

/** At most so many, evenly spread, in their order. */
export function evenly<T>(all: readonly T[], most: number): readonly T[] {
  const kept = Math.min(all.length, most);
  return all.filter(
    (_, at) => Math.floor((at * kept) / all.length) !== Math.floor(((at - 1) * kept) / all.length),
  );
}

/** Whether a share of the time that a fit was given is over; never where it was given none. */
export function deadline(timeLimitMs: number | undefined, share: number): () => boolean {
  if (timeLimitMs === undefined) return () => false;
  const end = performance.now() + share * timeLimitMs;
  return () => performance.now() >= end;
}
