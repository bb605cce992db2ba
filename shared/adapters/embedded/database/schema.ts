import { randomBytes } from 'node:crypto';
import { AppError } from '../../../domain/errors.js';
import { makeItemWords } from '../text/item-words.js';
import type { Sqlite } from './sqlite.js';
import { tablesVersion } from './tables-version.js';

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

/** Makes the tables of a new store, and drops those that an older one has too many; throws as `tablesVersion` does. */
export function prepareSchema(database: Sqlite): void {
  const version = tablesVersion(database, schemaVersion);
  if (version === schemaVersion) return;
  database.transaction(() => {
    if (version === 0) makeShopTables(database);
    // Version 2 kept tasks here; they have a database of their own.
    database.execute('DROP TABLE IF EXISTS tasks; DROP TABLE IF EXISTS leases');
    giveItemsKeys(database);
    makeItemWords(database);
    database.execute(`PRAGMA user_version = ${schemaVersion}`);
  });
}

/** For who only reads. Throws `unavailable` where there is no store yet, or one that this program cannot read. */
export function demandSchema(database: Sqlite): void {
  // Its owner may be making the tables now.
  const version = database.snapshot(() => tablesVersion(database, schemaVersion));
  if (version === 0) throw new AppError('unavailable', 'There is no store here yet');
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
