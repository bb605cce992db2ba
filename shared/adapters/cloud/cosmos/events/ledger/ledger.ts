import type { ShopEvent } from '../../../../../domain/event.js';

/** From then on the events that were `from`'s are `into`'s: those with a number below `before`. */
interface Move {
  readonly from: string;
  readonly into: string;
  readonly before: number;
}

/**
 * What is known of all events of one partition, a session's or a user's who had no session. Events never change: whose
 * they are now follows from the moves, and the numbers say which events came before a move.
 */
export interface Ledger {
  /** A session's user, once an event or a merge has named one. */
  readonly userId?: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly eventCount: number;
  /** The number of the next event; never given twice while the ledger lives. */
  readonly next: number;
  /** How many of the events that name somebody are whose by now. */
  readonly named: readonly (readonly [userId: string, count: number])[];
  readonly moves: readonly Move[];
}

/** The part of an event that says whose it is. */
export interface Entry {
  readonly number: number;
  readonly ts: number;
  readonly userId?: string;
}

export const entryOf = ({ ts, userId }: ShopEvent, number: number): Entry => ({
  number,
  ts,
  ...(userId !== undefined && { userId }),
});

/** After more events, whose numbers go on from `next`. In a session the user named last is its user. */
export function extended(
  ledger: Ledger | undefined,
  entries: readonly Entry[],
  isSession: boolean,
): Ledger {
  const userId = entries.findLast((entry) => entry.userId !== undefined)?.userId ?? ledger?.userId;
  const count = new Map(ledger?.named);
  for (const entry of entries) add(count, entry.userId, 1);
  const times = entries.map(({ ts }) => ts);
  return {
    ...(isSession && userId !== undefined && { userId }),
    startedAt: Math.min(ledger?.startedAt ?? Number.POSITIVE_INFINITY, ...times),
    lastSeenAt: Math.max(ledger?.lastSeenAt ?? Number.NEGATIVE_INFINITY, ...times),
    eventCount: (ledger?.eventCount ?? 0) + entries.length,
    next: (ledger?.next ?? 0) + entries.length,
    named: [...count],
    moves: ledger?.moves ?? [],
  };
}

/** Whose an event is by now; undefined where it names nobody. */
export function ownerOf(ledger: Ledger, { userId, number }: Entry): string | undefined {
  let owner = userId;
  for (const { from, into, before } of ledger.moves) {
    if (owner === from && number < before) owner = into;
  }
  return owner;
}

/** All whom the ledger speaks of, each once. */
export function usersIn({ userId, named }: Ledger): readonly string[] {
  return [...new Set([...named.map(([id]) => id), ...(userId === undefined ? [] : [userId])])];
}

/** Events that name nobody are the session's user's. */
export function silentIn({ eventCount, named }: Ledger): number {
  return eventCount - named.reduce((sum, [, count]) => sum + count, 0);
}

export function add(counts: Map<string, number>, userId: string | undefined, more: number): void {
  if (userId !== undefined) counts.set(userId, (counts.get(userId) ?? 0) + more);
}
