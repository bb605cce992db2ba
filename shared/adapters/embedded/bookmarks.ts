import type { Bookmarks } from '../../ports/bookmarks.js';
import { text } from './database/columns.js';
import type { Sqlite } from './database/sqlite.js';

export function sqliteBookmarks(database: Sqlite): Bookmarks {
  const byName = database.prepare('SELECT value FROM bookmarks WHERE name = ?');
  const upsert = database.prepare(`INSERT INTO bookmarks VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  return {
    get: async (name) => {
      const row = byName.row(name);
      return row && text(row[0]);
    },
    put: async (name, value) => void upsert.run(name, value),
  };
}
