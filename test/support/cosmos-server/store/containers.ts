import type { Row, Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';
import type { ContainerDefinition } from '../definitions/container-definition.js';
import { splitEvenly } from '../partitions/physical-partitions.js';
import { ServiceError } from '../wire/service-error.js';
import type { ServerClock } from './clock.js';
import type { DatabaseRow } from './databases.js';
import { Partitions } from './partitions.js';
import { containerRid, databaseRid, etagOf } from './resource-ids.js';

export interface ContainerRow {
  readonly number: number;
  readonly database: DatabaseRow;
  readonly definition: ContainerDefinition;
  readonly etag: string;
  readonly timeSeconds: number;
  readonly rid: string;
  /** `dbs/…/colls/…/`, of resource ids. */
  readonly self: string;
}

const columns = 'number, definition, etag, written';

export class ContainerTable {
  readonly partitions: Partitions;
  readonly #database: Sqlite;
  readonly #clock: ServerClock;

  constructor(database: Sqlite, clock: ServerClock) {
    this.#database = database;
    this.#clock = clock;
    this.partitions = new Partitions(database);
  }

  /** Throws 404. */
  get(parent: DatabaseRow, id: string): ContainerRow {
    const select = `SELECT ${columns} FROM containers WHERE parent = ? AND id = ?`;
    const row = this.#database.prepare(select).row(parent.number, id);
    if (row === undefined) {
      throw new ServiceError(404, `Resource Not Found: the container ${id} does not exist.`, {
        subStatus: 1003,
      });
    }
    return containerRow(parent, row);
  }

  all(parent: DatabaseRow): readonly ContainerRow[] {
    const select = `SELECT ${columns} FROM containers WHERE parent = ? ORDER BY number`;
    const rows = this.#database.prepare(select).rows(parent.number);
    return rows.map((row) => containerRow(parent, row));
  }

  /** Throws 409. */
  create(parent: DatabaseRow, definition: ContainerDefinition, partitions: number): ContainerRow {
    const insert = `INSERT OR IGNORE INTO containers (parent, id, definition, etag, written, revision, documents)
      VALUES (?, ?, ?, '', 0, 0, 0)`;
    const { id } = definition;
    if (this.#database.prepare(insert).run(parent.number, id, '{}') === 0) {
      throw new ServiceError(409, `The container ${id} exists already.`);
    }
    const select = 'SELECT number FROM containers WHERE parent = ? AND id = ?';
    const [number] = this.#database.prepare(select).row(parent.number, id) ?? [];
    this.partitions.create(Number(number), splitEvenly(partitions));
    return this.#write(parent, Number(number), definition);
  }

  replace({ database, number }: ContainerRow, definition: ContainerDefinition): ContainerRow {
    return this.#write(database, number, definition);
  }

  remove({ number }: ContainerRow): void {
    for (const table of ['documents', 'partitions', 'scripts']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE container = ?`).run(number);
    }
    this.#database.prepare('DELETE FROM containers WHERE number = ?').run(number);
  }

  #write(parent: DatabaseRow, number: number, definition: ContainerDefinition): ContainerRow {
    const now = this.#clock.nowSeconds();
    const count = 'UPDATE containers SET revision = revision + 1 WHERE number = ?';
    this.#database.prepare(count).run(number);
    const select = 'SELECT revision FROM containers WHERE number = ?';
    const [revision] = this.#database.prepare(select).row(number) ?? [];
    const etag = etagOf([number, Number(revision)], now);
    const update = 'UPDATE containers SET definition = ?, etag = ?, written = ? WHERE number = ?';
    this.#database.prepare(update).run(JSON.stringify(definition), etag, now, number);
    return this.get(parent, definition.id);
  }
}

function containerRow(database: DatabaseRow, [number, definition, etag, written]: Row) {
  const rid = containerRid(database.number, Number(number));
  return {
    number: Number(number),
    database,
    // Written by this file alone, from a definition that was checked.
    definition: JSON.parse(String(definition)) as ContainerDefinition,
    etag: String(etag),
    timeSeconds: Number(written),
    rid,
    self: `dbs/${databaseRid(database.number)}/colls/${rid}/`,
  };
}
