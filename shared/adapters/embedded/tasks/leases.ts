import { randomBytes } from 'node:crypto';
import type { Leases } from '../../../ports/leases.js';
import type { Clock } from '../../../ports/runtime.js';
import type { Sqlite } from '../database/sqlite.js';

/** One row a lease; whoever's mark is in it holds it until `expires_at`. */
export function sqliteLeases(database: Sqlite, clock: Clock): Leases {
  const take = database.prepare(`INSERT INTO leases VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET holder = ?2, expires_at = ?3 WHERE expires_at <= ?4`);
  const extend = database.prepare(
    'UPDATE leases SET expires_at = ? WHERE name = ? AND holder = ? AND expires_at > ?',
  );
  const drop = database.prepare('DELETE FROM leases WHERE name = ? AND holder = ?');
  return {
    async acquire(name, ttlMs) {
      const holder = randomBytes(12).toString('base64url');
      const now = clock();
      if (take.run(name, holder, now + ttlMs, now) === 0) return undefined;
      return {
        async renew() {
          const renewedAt = clock();
          return extend.run(renewedAt + ttlMs, name, holder, renewedAt) === 1;
        },
        release: async () => void drop.run(name, holder),
      };
    },
  };
}
