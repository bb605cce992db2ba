import type { Sqlite } from '../database/sqlite.js';
import { tablesVersion } from '../database/tables-version.js';

/** Rises with each change of the tables below; a database made by a newer program is refused. */
const schemaVersion = 1;

/**
 * `tasks.data` is the whole record as JSON; the columns before it are what is searched, and never found out of step with
 * it. A message that somebody handles has a `lock` and a `visible_at` to come: when that has come, the lock is over.
 */
const tables = `
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at REAL NOT NULL,
  wake_at REAL NOT NULL,
  expires_at REAL NOT NULL,
  revision INTEGER NOT NULL,
  idempotency_key TEXT,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_by_age ON tasks (kind, status, created_at, id);
CREATE INDEX tasks_of_owner ON tasks (owner, kind, status, created_at, id);
CREATE UNIQUE INDEX tasks_of_key ON tasks (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX tasks_to_wake ON tasks (wake_at, id) WHERE status = 'pending';
CREATE INDEX tasks_to_forget ON tasks (expires_at) WHERE status <> 'pending';
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  visible_at REAL NOT NULL,
  delivery_count INTEGER NOT NULL,
  lock TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX messages_in_turn ON messages (queue, visible_at, id);
CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX dead_letters_of_queue ON dead_letters (queue, id);
`;

export const taskTables = ['tasks', 'messages', 'dead_letters'] as const;

/** Makes the tables of a new database, though others may be about to do the same; throws as `tablesVersion` does. */
export function prepareTaskSchema(database: Sqlite): void {
  if (database.pragma('user_version') === schemaVersion) return;
  database.transaction(() => {
    // Looked at once nobody else can be making them.
    if (tablesVersion(database, schemaVersion) === schemaVersion) return;
    database.execute(tables);
    database.execute(`PRAGMA user_version = ${schemaVersion}`);
  });
}
