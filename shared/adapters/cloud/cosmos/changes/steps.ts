import type { Change } from '../../../../ports/change-log.js';
import { type FeedEntry, feedEntry } from './feed-entry.js';

/** What one transaction changed: told whole, so that a number is enough to say what has been told. */
export interface Step {
  readonly reached: number;
  /** Seconds since 1970 UTC, by the service's clock. */
  readonly at: number;
  readonly changes: readonly Change[];
}

/** The steps of a page, but none of those up to `reached`; `last`: the number of the page's last document. */
export function stepsOf(
  documents: readonly unknown[],
  reached: number,
): { readonly steps: readonly Step[]; readonly last: number } {
  const groups: { reached: number; at: number; entries: FeedEntry[] }[] = [];
  let last = reached;
  for (const document of documents) {
    const entry = feedEntry(document);
    last = Math.max(last, entry.number);
    if (entry.number <= reached || entry.change === undefined) continue;
    const group = groups.at(-1);
    if (group?.reached === entry.number) group.entries.push(entry);
    else groups.push({ reached: entry.number, at: entry.at, entries: [entry] });
  }
  const steps = groups.map(({ entries, ...step }) => ({ ...step, changes: inOrder(entries) }));
  return { steps, last };
}

/** The service promises no order within a transaction. */
function inOrder(entries: readonly FeedEntry[]): readonly Change[] {
  return entries
    .toSorted((one, other) => one.order - other.order)
    .flatMap(({ change }) => (change === undefined ? [] : [change]));
}
