import type { Change } from './change-log.js';

/** The changes of a shop from the start up to a place in its log, put aside so that a new process need not ask for each. */
export interface Archive {
  readonly id: string;
  /** Where in the log these changes end. */
  readonly cursor: string;
  /** Everything that had been changed by then is in it: milliseconds since 1970 UTC. */
  readonly madeAt: number;
  readonly pageCount: number;
  /** In the order they were made. All pages were found whole when the archive was opened. */
  page(index: number): Promise<readonly Change[]>;
}

/** An archive in the making. What is begun and never finished is removed by those who finish later. */
export interface ArchiveWriter {
  readonly pageCount: number;
  add(changes: readonly Change[]): Promise<void>;
  /** What was added before. */
  page(index: number): Promise<readonly Change[]>;
  /** From now on this is the newest archive; older ones are removed, but for the last before it. */
  finish(end: Pick<Archive, 'cursor' | 'madeAt'>): Promise<void>;
  /** Removes all that was added. */
  abandon(): Promise<void>;
}

export interface ChangeArchive {
  /** Undefined where there is none. Throws `conflict` where it is damaged, after having looked at all of it. */
  newest(): Promise<Archive | undefined>;
  /** That of this id, as long as it is kept; throws likewise. */
  open(id: string): Promise<Archive | undefined>;
  begin(): ArchiveWriter;
}
