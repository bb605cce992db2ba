import type { Sqlite } from '../database/sqlite.js';
import { tablesVersion } from '../database/tables-version.js';

/** Rises with each change of the tables below; a database made by a newer program is refused. */
const schemaVersion = 1;

/**
 * `vectors.seq` is the place in the log of changes: never given twice, and each change moves its item to the end. An item
 * that was removed keeps a row without a vector, so that who follows hears of it. `spaces.size` counts rows with one.
 */
const tables = `
CREATE TABLE spaces (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  size INTEGER NOT NULL DEFAULT 0,
  UNIQUE (model, version)
) STRICT;
CREATE TABLE active (kind TEXT PRIMARY KEY, space INTEGER NOT NULL) STRICT;
CREATE TABLE vectors (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  space INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  made_at REAL NOT NULL,
  vector BLOB
) STRICT;
CREATE UNIQUE INDEX vectors_of_item ON vectors (space, item_id);
CREATE INDEX vectors_in_turn ON vectors (space);
`;

export const vectorTables = ['active', 'vectors', 'spaces'] as const;

/** Makes the tables of a new database, though others may be about to do the same; throws as `tablesVersion` does. */
export function prepareVectorSchema(database: Sqlite): void {
  if (database.pragma('user_version') === schemaVersion) return;
  database.transaction(() => {
    // Looked at once nobody else can be making them.
    if (tablesVersion(database, schemaVersion) === schemaVersion) return;
    database.execute(tables);
    database.execute(`PRAGMA user_version = ${schemaVersion}`);
  });
}
