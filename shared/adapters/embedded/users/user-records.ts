import type { User } from '../../../domain/user.js';
import { decodeUser } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';

/** The table of users, one row each. */
export interface UserRecords {
  get(id: string): User | undefined;
  list(after: string | undefined, limit: number): readonly User[];
  put(user: User): void;
  remove(id: string): void;
}

export function userRecords(database: Sqlite): UserRecords {
  const byId = database.prepare('SELECT id, features, created_at FROM users WHERE id = ?');
  const later = database.prepare(
    'SELECT id, features, created_at FROM users WHERE id > ? ORDER BY id LIMIT ?',
  );
  const first = database.prepare('SELECT id, features, created_at FROM users ORDER BY id LIMIT ?');
  const upsert = database.prepare(`INSERT INTO users VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET features = excluded.features, created_at = excluded.created_at`);
  const remove = database.prepare('DELETE FROM users WHERE id = ?');
  return {
    get: (id) => {
      const row = byId.row(id);
      return row && decodeUser(row);
    },
    list: (after, limit) =>
      (after === undefined ? first.rows(limit) : later.rows(after, limit)).map(decodeUser),
    put: ({ id, features, createdAt }) => void upsert.run(id, JSON.stringify(features), createdAt),
    remove: (id) => void remove.run(id),
  };
}
