/**
 * The names worth a number: on two lists or more, since one that stands on a single list says no more than the list's
 * owner. Those already numbered keep their place; new ones follow, the most frequent first, ties by name, up to `limit`
 * in all.
 */
export function frequentNames(
  lists: Iterable<readonly string[]>,
  limit: number,
  known: readonly string[] = [],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const list of lists) {
    for (const name of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const name of known) counts.delete(name);
  const added = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, Math.max(0, limit - known.length))
    .map(([name]) => name);
  return [...known, ...added];
}
