import type { ShopEvent } from '../../../domain/event.js';
import type { Session } from '../../../domain/user.js';
import type { SessionStore } from '../../../ports/user-store.js';
import { number } from '../database/columns.js';
import { decodeSession } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';

export function sqliteSessionStore(database: Sqlite): SessionStore {
  const byId = database.prepare(
    'SELECT id, user_id, started_at, last_seen_at, event_count FROM sessions WHERE id = ?',
  );
  const total = database.prepare('SELECT COUNT(*) FROM sessions');
  return {
    get: async (id) => {
      const row = byId.row(id);
      return row && decodeSession(row);
    },
    count: async () => number(total.row()?.[0]),
  };
}

/** Starts or extends the sessions of new events. The user named last is a session's user. */
export function sessionWriter(database: Sqlite): (events: readonly ShopEvent[]) => void {
  const upsert = database.prepare(`INSERT INTO sessions VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      user_id = IFNULL(excluded.user_id, user_id),
      started_at = MIN(started_at, excluded.started_at),
      last_seen_at = MAX(last_seen_at, excluded.last_seen_at),
      event_count = event_count + excluded.event_count`);
  return (events) => {
    const touched = new Map<string, Session>();
    for (const event of events) {
      if (event.sessionId === undefined) continue;
      touched.set(event.sessionId, extended(touched.get(event.sessionId), event, event.sessionId));
    }
    for (const { id, userId, startedAt, lastSeenAt, eventCount } of touched.values()) {
      upsert.run(id, userId ?? null, startedAt, lastSeenAt, eventCount);
    }
  };
}

function extended(session: Session | undefined, event: ShopEvent, id: string): Session {
  const userId = event.userId ?? session?.userId;
  return {
    id,
    ...(userId === undefined ? {} : { userId }),
    startedAt: Math.min(session?.startedAt ?? event.ts, event.ts),
    lastSeenAt: Math.max(session?.lastSeenAt ?? event.ts, event.ts),
    eventCount: (session?.eventCount ?? 0) + 1,
  };
}
