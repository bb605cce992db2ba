import { AppError } from '../../domain/errors.js';
import type { Archive, ChangeArchive } from '../../ports/change-archive.js';
import type { Change, ChangeLog } from '../../ports/change-log.js';
import type { Clock, Telemetry } from '../../ports/runtime.js';
import { type ArchivePlace, archiveCursor, parseArchiveCursor } from './archive-cursor.js';

export interface ArchivedChangeLogDependencies {
  readonly live: ChangeLog;
  readonly archive: ChangeArchive;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /**
   * How old an archive may be: well below the time for which the live log tells of what was removed or erased, as that is
   * all that says so of what an archive still holds.
   */
  readonly oldestMs?: number;
}

/** Half of the 30 days for which tombstones are kept. */
const usualOldestMs = 15 * 86_400_000;

/**
 * A change log that begins with the newest archive and goes on in the log itself. An archive that is damaged, too old or
 * another store's is passed over: then the log is read from its start.
 */
export function archivedChangeLog(dependencies: ArchivedChangeLogDependencies): ChangeLog {
  const { live, archive } = dependencies;
  let opened: Opened | undefined;

  async function at({ id }: ArchivePlace): Promise<Opened> {
    if (opened?.archive.id === id) return opened;
    const found = await archive.open(id);
    if (found === undefined) throw gone(id);
    opened = { archive: found, page: undefined };
    return opened;
  }

  async function read(place: ArchivePlace, limit: number) {
    const source = await at(place);
    const { changes, next } = await slice(source, place, limit);
    if (next === undefined && opened === source) opened = undefined;
    const cursor = next === undefined ? source.archive.cursor : archiveCursor(next);
    return { changes, cursor, hasMore: true };
  }

  return {
    async after(cursor, limit) {
      if (cursor !== undefined) {
        const place = parseArchiveCursor(cursor);
        return place === undefined ? live.after(cursor, limit) : read(place, limit);
      }
      const newest = await usable(dependencies);
      if (newest === undefined) return live.after(undefined, limit);
      opened = { archive: newest, page: undefined };
      return read({ id: newest.id, page: 0, offset: 0 }, limit);
    },
    covers(reached, wanted) {
      const isArchived = reached !== undefined && parseArchiveCursor(reached) !== undefined;
      return live.covers(isArchived ? undefined : reached, wanted);
    },
  };
}

interface Opened {
  readonly archive: Archive;
  /** The one in hand. */
  page: { readonly index: number; readonly changes: readonly Change[] } | undefined;
}

async function slice(opened: Opened, { id, page: index, offset }: ArchivePlace, limit: number) {
  const { archive } = opened;
  if (index >= archive.pageCount) return { changes: [], next: undefined };
  if (opened.page?.index !== index) opened.page = { index, changes: await archive.page(index) };
  const { changes } = opened.page;
  const end = offset + limit;
  const isWhole = end >= changes.length;
  const place = isWhole ? { id, page: index + 1, offset: 0 } : { id, page: index, offset: end };
  const next = place.page < archive.pageCount ? place : undefined;
  return { changes: changes.slice(offset, end), next };
}

/** The newest archive, unless something speaks against it. */
async function usable(dependencies: ArchivedChangeLogDependencies): Promise<Archive | undefined> {
  const { archive, telemetry } = dependencies;
  try {
    const newest = await archive.newest();
    const reason = newest && objection(dependencies, newest);
    if (reason === undefined) return newest;
    telemetry.event('archive of changes passed over', { reason });
  } catch (error) {
    // Only the log itself is needed: whatever ails the archive, the shop can be learnt without it.
    telemetry.exception(error, { during: 'opening the archive of changes' });
  }
  return undefined;
}

function objection(
  { live, clock, oldestMs = usualOldestMs }: ArchivedChangeLogDependencies,
  { cursor, madeAt }: Archive,
): string | undefined {
  if (clock() - madeAt > oldestMs) return 'it is too old';
  try {
    live.covers(cursor, cursor);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return 'it is of another store';
    throw error;
  }
}

function gone(id: string): AppError {
  return new AppError('invalid', `the archive ${JSON.stringify(id)} of this cursor is gone`);
}
