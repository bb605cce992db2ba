/** What rows became. `accepted` and `duplicates` count events, `rejected` rows or parts of rows. */
export interface ImportCounts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly items: number;
  readonly users: number;
}

/** Somebody to ask recommendations for, and something they touched. */
export interface ImportedShopper {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly itemId: string;
}

export interface ImportOutcome {
  /** Of this run. */
  readonly counts: ImportCounts;
  /** Of earlier runs over the same files. */
  readonly countsBefore: ImportCounts;
  /** False where the signal ended the run first; the next run goes on from there. */
  readonly isComplete: boolean;
  /** Where the bad rows of this and earlier runs are. */
  readonly rejectLogs: readonly string[];
  readonly shopper?: ImportedShopper;
}

/** Whether not one row could be used, in this run or an earlier one. */
export function isFruitless({ counts, countsBefore }: ImportOutcome): boolean {
  const used = [counts, countsBefore].map((each) => sizeOf(each) + each.duplicates);
  return counts.rejected > 0 && used.every((size) => size === 0);
}

/** How much was added to the shop. */
export const sizeOf = ({ accepted, items, users }: ImportCounts): number =>
  accepted + items + users;

export const noCounts: ImportCounts = {
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  items: 0,
  users: 0,
};

export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return combine(a, b, 1);
}

export function subtractCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return combine(a, b, -1);
}

function combine(a: ImportCounts, b: ImportCounts, sign: 1 | -1): ImportCounts {
  return {
    accepted: a.accepted + sign * b.accepted,
    duplicates: a.duplicates + sign * b.duplicates,
    rejected: a.rejected + sign * b.rejected,
    items: a.items + sign * b.items,
    users: a.users + sign * b.users,
  };
}
