import type { EventKind, Interaction } from '../event.js';

/** The items that the history did one of `kinds` with, and all that it dismissed: those never come back. */
export function seenItems(
  history: readonly Interaction[],
  kinds: readonly EventKind[],
): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const { itemId, kind } of history) {
    if (kind === 'dismiss' || kinds.includes(kind)) seen.add(itemId);
  }
  return seen;
}

/** Tells one history from the next: changes with each event that is added or removed. */
export function historyMark(history: readonly Interaction[]): string {
  const last = history.at(-1);
  let timeSum = 0;
  for (const { ts } of history) timeSum += ts;
  return last ? `${history.length}/${timeSum}/${last.kind}/${last.itemId}` : '0';
}
