import type { User } from '../../../../domain/user.js';
import type { NewId } from '../../../../ports/runtime.js';
import { plainId } from '../document-key.js';
import type { CosmosConnection } from '../connection.js';
import { atMost } from '../events/at-most.js';
import { sessionKey, userKey } from '../events/event-document.js';
import { mergedSession, mergedUser } from '../events/ledger/merged-ledger.js';
import { ledgerId, parseLedger } from '../events/ledger/ledger-document.js';
import { openPartition } from '../events/partition.js';
import { changeLedger } from './change-ledger.js';
import { keyOf, ledgersOf } from './ledgers-of.js';
import { finish, notePending, type Pending, readPending } from './pending.js';
import type { UserRecords } from './user-records.js';

/** Ledgers rewritten at the same time. */
const width = 8;

/**
 * Returns how many events moved. Events stay as they were written: the ledgers say whose they are. Done again after a
 * crash it goes on where it was; what is appended meanwhile may count as before or after.
 */
export function userMerger(
  connection: CosmosConnection,
  records: UserRecords,
  newId: NewId,
): (from: string, into: string) => Promise<number> {
  return async (from, into) => {
    const home = openPartition(connection, userKey(from));
    const id = `merging:${plainId(into)}`;
    const begun = await readPending(home, id);
    if (begun === undefined && !(await hasAnything(connection, records, { from, into }))) return 0;
    const pending: Pending = begun ?? { id, mark: `merged:${newId()}`, sessionIds: [] };
    if (begun === undefined) await notePending(home, pending);
    const ofUser = await moveUser(connection, from, into);
    const ofSession = await changeLedger(openPartition(connection, sessionKey(from)), (ledger) =>
      mergedSession(ledger, into),
    );
    if (from !== into) await joinRecords(records, from, into);
    await finish(home, pending, { kind: 'merged', from, into });
    return ofUser + ofSession;
  };
}

interface Pair {
  readonly from: string;
  readonly into: string;
}

async function hasAnything(
  connection: CosmosConnection,
  records: UserRecords,
  { from, into }: Pair,
): Promise<boolean> {
  const session = await openPartition(connection, sessionKey(from)).read(ledgerId);
  if (session !== undefined && parseLedger(session).ledger.userId !== into) return true;
  if (from === into) return false;
  return (
    (await records.get(from)) !== undefined || (await ledgersOf(connection, from)).length > 0
  );
}

async function moveUser(connection: CosmosConnection, from: string, into: string): Promise<number> {
  if (from === into) return 0;
  const moved = await atMost(width, await ledgersOf(connection, from), ({ subject }) =>
    changeLedger(openPartition(connection, keyOf(subject)), (ledger) =>
      mergedUser(ledger, { from, into }),
    ),
  );
  return moved.reduce((sum, events) => sum + events, 0);
}

/** The record of `from` itself goes with the last step. */
async function joinRecords(records: UserRecords, from: string, into: string): Promise<void> {
  const source = await records.get(from);
  if (source !== undefined) await records.put(joined(source, await records.get(into), into));
}

function joined(source: User, target: User | undefined, id: string): User {
  return {
    id,
    features: { ...source.features, ...target?.features },
    createdAt: Math.min(source.createdAt, target?.createdAt ?? source.createdAt),
  };
}
