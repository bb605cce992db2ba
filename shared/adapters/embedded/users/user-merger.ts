import type { User } from '../../../domain/user.js';
import type { ChangeSequence } from '../changes/change-sequence.js';
import { number } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';
import type { UserRecords } from './user-records.js';

/** Returns how many events moved. To be called inside a transaction. */
export function userMerger(
  database: Sqlite,
  sequence: ChangeSequence,
  records: UserRecords,
): (from: string, into: string) => number {
  const moves = eventMover(database);
  const note = database.prepare(`INSERT INTO happenings VALUES (?, 'merged', ?, ?)`);
  return (from, into) => {
    const isJoined = from !== into && joinRecords(records, from, into);
    const ofUser = from === into ? nothing : moves.ofUser(from, into);
    const ofSession = moves.ofSession(from, into);
    if (isJoined || ofUser.changed + ofSession.changed > 0) note.run(sequence.next(), from, into);
    return ofUser.events + ofSession.events;
  };
}

/** `changed` counts rows: a session may change hands though no event of it does. */
interface Moved {
  readonly events: number;
  readonly changed: number;
}
const nothing: Moved = { events: 0, changed: 0 };

function joinRecords(records: UserRecords, from: string, into: string): boolean {
  const source = records.get(from);
  if (source === undefined) return false;
  records.put(joined(source, records.get(into), into));
  records.remove(from);
  return true;
}

function joined(source: User, target: User | undefined, id: string): User {
  return {
    id,
    features: { ...source.features, ...target?.features },
    createdAt: Math.min(source.createdAt, target?.createdAt ?? source.createdAt),
  };
}

function eventMover(database: Sqlite) {
  const silentOfUser = database.prepare(`SELECT COUNT(*) FROM events WHERE user_id IS NULL
    AND session_id IN (SELECT id FROM sessions WHERE user_id = ?)`);
  const moveEvents = database.prepare(`UPDATE events
    SET first_user_id = IFNULL(first_user_id, user_id), user_id = ?2 WHERE user_id = ?1`);
  const moveSessions = database.prepare('UPDATE sessions SET user_id = ?2 WHERE user_id = ?1');
  const silentOfSession = database.prepare(
    'SELECT COUNT(*) FROM events WHERE session_id = ? AND user_id IS NULL',
  );
  const moveSession = database.prepare(
    'UPDATE sessions SET user_id = ?2 WHERE id = ?1 AND user_id IS NOT ?2',
  );
  return {
    ofUser(from: string, into: string): Moved {
      const silent = number(silentOfUser.row(from)?.[0]);
      const sessions = moveSessions.run(from, into);
      const named = moveEvents.run(from, into);
      return { events: silent + named, changed: sessions + named };
    },
    ofSession(from: string, into: string): Moved {
      const changed = moveSession.run(from, into);
      if (changed === 0) return nothing;
      return { events: number(silentOfSession.row(from)?.[0]), changed };
    },
  };
}
