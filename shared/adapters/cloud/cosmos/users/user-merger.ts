import type { User } from '../../../../domain/user.js';
import type { NewId } from '../../../../ports/runtime.js';
import type { CosmosConnection } from '../connection.js';
import { plainId } from '../document-key.js';
import { atMost } from '../events/at-most.js';
import { sessionKey, userKey } from '../events/event-document.js';
import { type KnownLedger, ledgerId, parseLedger } from '../events/ledger/ledger-document.js';
import { type Merge, mergedSession, mergedUser } from '../events/ledger/merged-ledger.js';
import { openPartition, type Partition } from '../events/partition.js';
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
    const found = await findAll(connection, records, { from, into });
    if (begun === undefined && found === undefined) return 0;
    const pending: Pending = begun ?? { id, mark: `merged:${newId()}`, sessionIds: [] };
    if (begun === undefined) await notePending(home, pending);
    const moved = await moveAll(connection, found?.ledgers ?? [], { from, into });
    const { source } = found ?? {};
    if (source) await records.put(joined(source, await records.get(into), into));
    await finish(home, pending, { kind: 'merged', from, into }, from !== into);
    return moved;
  };
}

/** What there is of `from`: undefined where nothing. A user merged into themself leaves only the session of that name. */
async function findAll(
  connection: CosmosConnection,
  records: UserRecords,
  { from, into }: Merge,
): Promise<{ ledgers: readonly KnownLedger[]; source: User | undefined } | undefined> {
  const ledgers = from === into ? [] : await ledgersOf(connection, from);
  const source = from === into ? undefined : await records.get(from);
  if (ledgers.length > 0 || source !== undefined) return { ledgers, source };
  const session = openPartition(connection, sessionKey(from));
  return (await isOfOthers(session, into)) ? { ledgers, source } : undefined;
}

async function isOfOthers(session: Partition, into: string): Promise<boolean> {
  const document = await session.read(ledgerId);
  return document !== undefined && parseLedger(document).ledger.userId !== into;
}

async function moveAll(
  connection: CosmosConnection,
  ledgers: readonly KnownLedger[],
  merge: Merge,
): Promise<number> {
  const ofUser = await atMost(width, ledgers, ({ subject }) =>
    changeLedger(openPartition(connection, keyOf(subject)), (ledger) => mergedUser(ledger, merge)),
  );
  const session = openPartition(connection, sessionKey(merge.from));
  const ofSession = await changeLedger(session, (ledger) => mergedSession(ledger, merge.into));
  return ofUser.reduce((sum, events) => sum + events, ofSession);
}

function joined(source: User, target: User | undefined, id: string): User {
  return {
    id,
    features: { ...source.features, ...target?.features },
    createdAt: Math.min(source.createdAt, target?.createdAt ?? source.createdAt),
  };
}
