import { openSqlite } from '../../shared/adapters/embedded/database/sqlite.js';
import { rangeOfPrefix } from './cosmos-server/partitions/effective-key.js';

/**
 * Splits the physical partition of the test server in which a tenant lies, in three places within the tenant, as the service
 * does with a tenant that has outgrown one. The parts go on counting their writes from where it was. Returns their ids.
 */
export function splitWithin(tenant: string, file: string): readonly string[] {
  const { min } = rangeOfPrefix([tenant]);
  const database = openSqlite(file);
  const found = database
    .prepare(`SELECT p.container, p.id, p.first, p.past, p.lsn FROM partitions p
      JOIN containers c ON c.number = p.container
      WHERE c.id = 'shop' AND p.first <= ? AND p.past > ?`)
    .row(min, min);
  const [container, id, first, past, lsn] = (found ?? []).map(String);
  const bounds = [first, `${min}0C`, `${min}1C`, `${min}2C`, past].map(String);
  const parts = bounds
    .slice(1)
    .map((end, at) => [`${id}${at + 1}`, bounds[at] ?? '', end] as const);
  database.transaction(() => {
    const remove = 'DELETE FROM partitions WHERE container = ? AND id = ?';
    database.prepare(remove).run(Number(container), String(id));
    const insert =
      'INSERT INTO partitions (container, id, first, past, lsn) VALUES (?, ?, ?, ?, ?)';
    for (const [part, from, to] of parts) {
      database.prepare(insert).run(Number(container), part, from, to, Number(lsn));
    }
  });
  database.close();
  return parts.map(([part]) => part);
}
