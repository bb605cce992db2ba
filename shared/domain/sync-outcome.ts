import type { VectorKind } from './vector-space.js';

export interface SyncFailure {
  readonly id: string;
  /** What could not be used: the source's row, or the item's text or picture. */
  readonly part: 'row' | VectorKind;
  /** In words. */
  readonly reason: string;
}

/** What a sync of vectors did. Figures count items. */
export interface SyncOutcome {
  /** Active items that were looked at: those encoded, unchanged and failed, failed rows apart. */
  readonly read: number;
  /** New or changed ones, all of whose vectors are there now. */
  readonly encoded: number;
  readonly unchanged: number;
  /** Those that had a vector and have it no more: gone, inactive, or without a picture now. */
  readonly removed: number;
  /** Those of which something could not be encoded, and rows of the source that could not be read. */
  readonly failed: number;
  /** The first of them. */
  readonly failures: readonly SyncFailure[];
  /** What came of the source, where the catalogue follows one. */
  readonly source?: MirrorCounts;
}

/** How a catalogue was brought in step with its source. Figures count products. */
interface MirrorCounts {
  readonly read: number;
  /** New or changed ones. */
  readonly changed: number;
  /** Those that the source has no more, and that are inactive for it. */
  readonly vanished: number;
}

export const nothingSynced: SyncOutcome = {
  ...{ read: 0, encoded: 0, unchanged: 0, removed: 0, failed: 0 },
  failures: [],
};

/** A record should not grow with what is broken. */
const mostListed = 100;

/** With more failures: the items counted, the first failures listed. */
export function withFailures(outcome: SyncOutcome, failures: readonly SyncFailure[]): SyncOutcome {
  if (failures.length === 0) return outcome;
  const room = Math.max(0, mostListed - outcome.failures.length);
  return {
    ...outcome,
    failed: outcome.failed + new Set(failures.map(({ id }) => id)).size,
    failures: [...outcome.failures, ...failures.slice(0, room)],
  };
}

/** What became of some active items: of `read`, these were encoded and those failed, in part or whole. */
export interface SyncedBatch {
  readonly read: number;
  /** Ids; twice where two kinds of vectors were made. */
  readonly encoded: readonly string[];
  readonly failures: readonly SyncFailure[];
}

export function withBatch(outcome: SyncOutcome, batch: SyncedBatch): SyncOutcome {
  const failed = new Set(batch.failures.map(({ id }) => id));
  const encoded = new Set(batch.encoded.filter((id) => !failed.has(id))).size;
  const next = withFailures(outcome, batch.failures);
  return {
    ...next,
    read: next.read + batch.read,
    encoded: next.encoded + encoded,
    unchanged: next.unchanged + batch.read - encoded - failed.size,
  };
}
