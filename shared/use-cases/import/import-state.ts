import { type ImportCounts, type ImportedShopper, noCounts } from '../../domain/import-outcome.js';
import type { DatasetPosition } from '../../ports/dataset.js';

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

/** The state that a bookmark of ours holds, or that of a file never seen. */
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
