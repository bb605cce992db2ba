import { add, type Ledger, silentIn } from './ledger.js';

export interface Merge {
  readonly from: string;
  readonly into: string;
}

/** `events`: how many changed hands. */
export interface MergedLedger {
  readonly ledger: Ledger;
  readonly events: number;
}

/** A ledger after everything of the user `from` has become the user `into`'s; undefined where nothing changes. */
export function mergedUser(ledger: Ledger, { from, into }: Merge): MergedLedger | undefined {
  if (from === into) return undefined;
  const counts = new Map(ledger.named);
  const named = counts.get(from) ?? 0;
  const isOwner = ledger.userId === from;
  if (named === 0 && !isOwner) return undefined;
  counts.delete(from);
  if (named > 0) add(counts, into, named);
  const moves = named > 0 ? [...ledger.moves, { from, into, before: ledger.next }] : ledger.moves;
  return {
    ledger: { ...ledger, ...(isOwner && { userId: into }), named: [...counts], moves },
    events: named + (isOwner ? silentIn(ledger) : 0),
  };
}

/** The ledger of the session `from` after it has become the user `into`'s; undefined where nothing changes. */
export function mergedSession(ledger: Ledger, into: string): MergedLedger | undefined {
  if (ledger.userId === into) return undefined;
  return { ledger: { ...ledger, userId: into }, events: silentIn(ledger) };
}
