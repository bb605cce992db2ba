import type { Candidate } from '../ranking.js';

/**
 * `list` and then what `more` has beyond it, up to `count`. Scores of different sources do not compare, so those of
 * `more` are scaled to begin where the list ends.
 */
export function fill(
  list: readonly Candidate[],
  more: readonly Candidate[],
  count: number,
): readonly Candidate[] {
  if (list.length >= count) return list;
  const present = new Set(list.map((each) => each.itemId));
  const added = more.filter((each) => !present.has(each.itemId)).slice(0, count - list.length);
  const floor = list.at(-1)?.score;
  const top = added[0]?.score ?? 0;
  if (floor === undefined || top <= floor) return [...list, ...added];
  return [...list, ...added.map((each) => ({ ...each, score: (each.score / top) * floor }))];
}
