import type { ChangeSequence } from '../changes/change-sequence.js';
import { text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';

/**
 * Takes a user's record, the events that name the user, and the events of the user's sessions that name nobody. What
 * another user did in such a session stays, under a session record made anew. To be called inside a transaction.
 */
export function userEraser(database: Sqlite, sequence: ChangeSequence): (id: string) => boolean {
  const own = database.prepare('SELECT id FROM sessions WHERE user_id = ? ORDER BY id');
  const visited = database.prepare(
    'SELECT DISTINCT session_id FROM events WHERE user_id = ? AND session_id IS NOT NULL',
  );
  const deletions = [
    `DELETE FROM events WHERE user_id IS NULL
      AND session_id IN (SELECT id FROM sessions WHERE user_id = ?)`,
    'DELETE FROM events WHERE user_id = ?',
    'DELETE FROM users WHERE id = ?',
  ].map((sql) => database.prepare(sql));
  const recount = sessionRecounter(database);
  const note = database.prepare(`INSERT INTO happenings VALUES (?, 'user-erased', ?, ?)`);
  return (id) => {
    const sessionIds = own.rows(id).map(([session]) => text(session));
    const touched = new Set([...sessionIds, ...visited.rows(id).map(([session]) => text(session))]);
    const deleted = deletions.reduce((count, deletion) => count + deletion.run(id), 0);
    if (deleted === 0 && sessionIds.length === 0) return false;
    for (const session of touched) recount(session, id);
    note.run(sequence.next(), id, JSON.stringify(sessionIds));
    return true;
  };
}

/** Makes a session record anew from the events that are left, or drops it with the last of them. */
function sessionRecounter(database: Sqlite): (session: string, erasedUser: string) => void {
  const disown = database.prepare(
    'UPDATE sessions SET user_id = NULL WHERE id = ? AND user_id = ?',
  );
  const update = database.prepare(`UPDATE sessions SET
      user_id = IFNULL(sessions.user_id, left_over.user_id),
      started_at = left_over.started_at,
      last_seen_at = left_over.last_seen_at,
      event_count = left_over.event_count
    FROM (
      SELECT MIN(ts) AS started_at, MAX(ts) AS last_seen_at, COUNT(*) AS event_count,
        (SELECT user_id FROM events WHERE session_id = ?1 AND user_id IS NOT NULL
          ORDER BY seq DESC LIMIT 1) AS user_id
      FROM events WHERE session_id = ?1
    ) AS left_over
    WHERE id = ?1 AND left_over.event_count > 0`);
  const drop = database.prepare('DELETE FROM sessions WHERE id = ?');
  return (session, erasedUser) => {
    disown.run(session, erasedUser);
    if (update.run(session) === 0) drop.run(session);
  };
}
