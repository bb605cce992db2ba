import type { NewId } from '../../../../ports/runtime.js';
import type { CosmosConnection } from '../connection.js';
import { atMost } from '../events/at-most.js';
import { userKey } from '../events/event-document.js';
import type { KnownLedger } from '../events/ledger/ledger-document.js';
import { openPartition, type Partition } from '../events/partition.js';
import { keyOf, ledgersOf } from './ledgers-of.js';
import { eraseFrom } from './partition-eraser.js';
import { finish, notePending, type Pending, readPending } from './pending.js';
import { userRecordId } from './user-records.js';

/** Partitions cleaned at the same time. */
const width = 8;

/**
 * Takes a user's record, the events that are the user's by now, and the events of the user's sessions that name nobody;
 * false where nothing was held. Done again after a crash it goes on where it was.
 */
export function userEraser(
  connection: CosmosConnection,
  newId: NewId,
): (id: string) => Promise<boolean> {
  return async (id) => {
    const home = openPartition(connection, userKey(id));
    const begun = await readPending(home, pendingId);
    const ledgers = await ledgersOf(connection, id);
    if (begun === undefined && ledgers.length === 0 && !(await hasRecord(home))) return false;
    const pending = withSessions(begun, ledgers, { userId: id, newId });
    await notePending(home, pending);
    await atMost(width, ledgers, ({ subject }) =>
      eraseFrom(openPartition(connection, keyOf(subject)), id),
    );
    const { sessionIds } = pending;
    await finish(home, pending, { kind: 'user-erased', userId: id, sessionIds }, true);
    return true;
  };
}

const pendingId = 'erasing';

const hasRecord = async (home: Partition) => (await home.read(userRecordId)) !== undefined;

/** What an attempt that broke off has cleaned already is found no more, but must be told all the same. */
function withSessions(
  begun: Pending | undefined,
  ledgers: readonly KnownLedger[],
  { userId, newId }: { readonly userId: string; readonly newId: NewId },
): Pending {
  const own = ledgers
    .filter(({ subject, ledger }) => subject.kind === 'session' && ledger.userId === userId)
    .map(({ subject }) => subject.id);
  return {
    id: pendingId,
    mark: begun?.mark ?? `erased:${newId()}`,
    sessionIds: [...new Set([...(begun?.sessionIds ?? []), ...own])].toSorted(),
  };
}
