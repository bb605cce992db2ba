import type { Row, Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';
import { ServiceError } from '../wire/service-error.js';
import type { ServerClock } from './clock.js';
import { etagOf } from './resource-ids.js';

export interface DatabaseRow {
  readonly number: number;
  readonly id: string;
  readonly etag: string;
  readonly timeSeconds: number;
}

const columns = 'number, id, etag, written';

export class DatabaseTable {
  readonly #database: Sqlite;
  readonly #clock: ServerClock;

  constructor(database: Sqlite, clock: ServerClock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Throws 404. */
  get(id: string): DatabaseRow {
    const row = this.#database.prepare(`SELECT ${columns} FROM databases WHERE id = ?`).row(id);
    if (row === undefined) {
      throw new ServiceError(404, `Resource Not Found: the database ${id} does not exist.`);
    }
    return databaseRow(row);
  }

  all(): readonly DatabaseRow[] {
    const rows = this.#database.prepare(`SELECT ${columns} FROM databases ORDER BY number`).rows();
    return rows.map(databaseRow);
  }

  /** Throws 409. */
  create(id: string): DatabaseRow {
    const now = this.#clock.nowSeconds();
    const insert = 'INSERT OR IGNORE INTO databases (id, etag, written) VALUES (?, ?, ?)';
    if (this.#database.prepare(insert).run(id, '', now) === 0) {
      throw new ServiceError(409, `The database ${id} exists already.`);
    }
    const { number } = this.get(id);
    const update = 'UPDATE databases SET etag = ? WHERE number = ?';
    this.#database.prepare(update).run(etagOf([number, 0], now), number);
    return this.get(id);
  }

  /** With everything in it. */
  remove({ number }: DatabaseRow): void {
    const own = 'SELECT number FROM containers WHERE parent = ?';
    for (const table of ['documents', 'partitions', 'scripts']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE container IN (${own})`).run(number);
    }
    this.#database.prepare('DELETE FROM containers WHERE parent = ?').run(number);
    this.#database.prepare('DELETE FROM databases WHERE number = ?').run(number);
  }
}

const databaseRow = ([number, id, etag, written]: Row): DatabaseRow => ({
  number: Number(number),
  id: String(id),
  etag: String(etag),
  timeSeconds: Number(written),
});
