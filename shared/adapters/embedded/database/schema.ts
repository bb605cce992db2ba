import { randomBytes } from 'node:crypto';
import { AppError } from '../../../domain/errors.js';
import { makeItemWords } from '../text/item-words.js';
import { number } from './records.js';
import type { Sqlite } from './sqlite.js';

/** Rises with each change of the tables below; a store made by a newer program is refused. */
const schemaVersion = 3;

/** `key` stays the item's whatever changes. */
const itemTable = `
CREATE TABLE items (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL UNIQUE,
  data TEXT NOT NULL
) STRICT;
`;

/**
 * `seq` is one rising number over `items`, `events` and `happenings`: the place in the change log. `happenings` are the
 * changes that leave no row elsewhere: items removed, users erased, identities merged. An event that a merge gave to
 * another user keeps who did it in `first_user_id`: the log tells it as it was, before the merge that it tells later.
 */
const tables = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE bookmarks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
${itemTable}
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT,
  session_id TEXT,
  item_id TEXT NOT NULL,
  type TEXT NOT NULL,
  ts REAL NOT NULL,
  value REAL,
  recommendation_id TEXT,
  attributed_model TEXT,
  first_user_id TEXT
) STRICT;
CREATE INDEX events_of_user ON events (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX events_of_session ON events (session_id) WHERE session_id IS NOT NULL;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT,
  started_at REAL NOT NULL,
  last_seen_at REAL NOT NULL,
  event_count INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id) WHERE user_id IS NOT NULL;
CREATE TABLE users (id TEXT PRIMARY KEY, features TEXT NOT NULL, created_at REAL NOT NULL) STRICT;
CREATE TABLE happenings (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX happenings_of_subject ON happenings (kind, subject);
`;

/** Since version 2: the records of long work, each with its task as JSON, and the locks that keep it single. */
const taskTables = `
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  created_at REAL NOT NULL,
  revision INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_by_age ON tasks (kind, created_at, id);
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_at REAL NOT NULL) STRICT;
`;

/** Makes the tables of a new store, and those that an older one lacks; throws `unavailable` for one it cannot read. */
export function prepareSchema(database: Sqlite): void {
  const version = number(database.pragma('user_version'));
  if (version === schemaVersion) return;
  if (version > schemaVersion) {
    throw new AppError(
      'unavailable',
      `The store was made by a newer program: its schema version is ${version}, this one reads ${schemaVersion}`,
    );
  }
  const isNew = version === 0;
  if (isNew && database.prepare('SELECT 1 FROM sqlite_master').row() !== undefined) {
    throw new AppError('unavailable', 'This is a database, but none of this program');
  }
  database.transaction(() => {
    if (isNew) makeShopTables(database);
    if (version < 2) database.execute(taskTables);
    giveItemsKeys(database);
    makeItemWords(database);
    database.execute(`PRAGMA user_version = ${schemaVersion}`);
  });
}

function makeShopTables(database: Sqlite): void {
  database.execute(tables);
  const storeId = randomBytes(6).toString('base64url');
  database.prepare(`INSERT INTO facts VALUES ('store-id', ?)`).run(storeId);
}

/** Before version 3 they had none; does nothing where they have. */
function giveItemsKeys(database: Sqlite): void {
  const columns = database.prepare(`SELECT name FROM pragma_table_info('items')`).rows();
  if (columns.some(([name]) => name === 'key')) return;
  database.execute(`ALTER TABLE items RENAME TO older_items;
    ${itemTable}
    INSERT INTO items (id, seq, data) SELECT id, seq, data FROM older_items ORDER BY seq;
    DROP TABLE older_items`);
}
