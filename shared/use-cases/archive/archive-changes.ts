import type { ArchiveWriter, ChangeArchive } from '../../ports/change-archive.js';
import type { Change, ChangeLog } from '../../ports/change-log.js';
import type { Clock } from '../../ports/runtime.js';
import { type ChangeSurvey, changeSurvey } from './change-survey.js';

/** Of changes read, and of those written. */
const pageSize = 5_000;

/** Puts aside all that happened so far, without what nobody needs any more. Returns how many changes that is. */
export type ArchiveChanges = (signal: AbortSignal) => Promise<number>;

/**
 * `changes` begins with the last archive where there is one, so that only what is new is asked of the store. It is copied
 * first, as what became of everything must be known before the first change is written; who was erased is in no archive
 * made later.
 */
export function makeArchiveChanges(dependencies: {
  readonly changes: ChangeLog;
  readonly archive: ChangeArchive;
  readonly clock: Clock;
}): ArchiveChanges {
  const { changes, archive, clock } = dependencies;
  return async (signal) => {
    const madeAt = clock();
    const copy = archive.begin();
    try {
      const survey = changeSurvey();
      const cursor = await copyAll(changes, { copy, survey, signal });
      const writer = archive.begin();
      const written = await writeNeeded(copy, { writer, survey, signal });
      await writer.finish({ cursor, madeAt });
      return written;
    } finally {
      await copy.abandon();
    }
  };
}

interface Copying {
  readonly copy: ArchiveWriter;
  readonly survey: ChangeSurvey;
  readonly signal: AbortSignal;
}

/** Returns the place where the log ends. */
async function copyAll(changes: ChangeLog, { copy, survey, signal }: Copying): Promise<string> {
  let cursor: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await changes.after(cursor, pageSize);
    survey.note(page.changes);
    if (page.changes.length > 0) await copy.add(page.changes);
    cursor = page.cursor;
    if (!page.hasMore) return cursor;
  }
}

interface Writing {
  readonly writer: ArchiveWriter;
  readonly survey: ChangeSurvey;
  readonly signal: AbortSignal;
}

async function writeNeeded(
  copy: ArchiveWriter,
  { writer, survey, signal }: Writing,
): Promise<number> {
  let place = 0;
  let written = 0;
  let waiting: Change[] = [];
  const write = async () => {
    if (waiting.length > 0) await writer.add(waiting);
    written += waiting.length;
    waiting = [];
  };
  for (let index = 0; index < copy.pageCount; index += 1) {
    signal.throwIfAborted();
    for (const change of await copy.page(index)) {
      if (survey.isNeeded(change, place)) waiting.push(change);
      place += 1;
    }
    if (waiting.length >= pageSize) await write();
  }
  await write();
  return written;
}
