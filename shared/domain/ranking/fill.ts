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

const freshEvery = 4;

/**
 * Every fourth place goes to `fresh`, as long as either lasts; none appears twice. A fresh item takes the score of
 * the one above it, so that the scores of `main` stay as they are and fall from place to place.
 */
export function interleave(
  main: readonly Candidate[],
  fresh: readonly Candidate[],
  count: number,
): readonly Candidate[] {
  const fromMain = main.values();
  const fromFresh = fresh.values();
  const seen = new Set<string>();
  const mixed: Candidate[] = [];
  while (mixed.length < count) {
    const isFreshTurn = mixed.length % freshEvery === freshEvery - 1;
    const next =
      (isFreshTurn && lowered(nextNew(fromFresh, seen), mixed.at(-1))) ||
      nextNew(fromMain, seen) ||
      lowered(nextNew(fromFresh, seen), mixed.at(-1));
    if (!next) break;
    seen.add(next.itemId);
    mixed.push(next);
  }
  return mixed;
}

function lowered(candidate: Candidate | undefined, above: Candidate | undefined) {
  return candidate && above ? { ...candidate, score: above.score } : candidate;
}

function nextNew(queue: Iterator<Candidate, undefined>, seen: ReadonlySet<string>) {
  for (;;) {
    const { value } = queue.next();
    if (!value || !seen.has(value.itemId)) return value;
  }
}
