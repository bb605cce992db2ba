import { add, type Entry, type Ledger, ownerOf } from './ledger.js';

/** What to do with the events of a partition so that nothing of a user is left in it. */
export interface Erasure<T extends Entry> {
  readonly gone: readonly T[];
  readonly left: readonly T[];
}

/** The user's are the events that belong to the user by now, and in the user's session those that name nobody. */
export function erasureOf<T extends Entry>(
  ledger: Ledger,
  entries: readonly T[],
  userId: string,
): Erasure<T> {
  const isOwner = ledger.userId === userId;
  const isGone = (entry: T) =>
    entry.userId === undefined ? isOwner : ownerOf(ledger, entry) === userId;
  return {
    gone: entries.filter(isGone),
    left: entries.filter((entry) => !isGone(entry)),
  };
}

/** The ledger made anew from the events that are left; undefined with the last of them. */
export function recounted(ledger: Ledger, left: readonly Entry[]): Ledger | undefined {
  if (left.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const entry of left) add(counts, ownerOf(ledger, entry), 1);
  return {
    ...ledger,
    startedAt: left.reduce((least, { ts }) => Math.min(least, ts), Number.POSITIVE_INFINITY),
    lastSeenAt: left.reduce((most, { ts }) => Math.max(most, ts), Number.NEGATIVE_INFINITY),
    eventCount: left.length,
    named: [...counts],
  };
}

/** The same without the erased user: whoever is named last in the session is its user now. */
export function disowned(ledger: Ledger, left: readonly Entry[], erased: string): Ledger {
  if (ledger.userId !== erased) return ledger;
  const { userId, ...rest } = ledger;
  const owners = left
    .toSorted((one, other) => one.number - other.number)
    .map((entry) => ownerOf(ledger, entry));
  const last = owners.findLast((owner) => owner !== undefined);
  return { ...rest, ...(last !== undefined && { userId: last }) };
}
