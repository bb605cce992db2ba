import type { DatasetPosition } from '../ports/dataset.js';

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

/** How far the import of one file has come; kept as a bookmark after each batch. */
export interface ImportState {
  readonly importedAt: number;
  readonly position: DatasetPosition;
  /** Size of the file's reject log at that place. */
  readonly rejectBytes: number;
  readonly isDone: boolean;
  /** Over all runs. A batch that a kill made run twice counts its events as duplicates. */
  readonly counts: ImportCounts;
  readonly shopper?: ImportedShopper;
}

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

/** The state that a bookmark holds, or that of a file never seen. */
export function readState(bookmark: string | undefined, now: number): ImportState {
  if (bookmark !== undefined) return JSON.parse(bookmark) as ImportState;
  return {
    importedAt: now,
    position: { bytes: 0, lines: 0 },
    rejectBytes: 0,
    isDone: false,
    counts: noCounts,
  };
}
