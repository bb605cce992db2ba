import type { Row, Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';
import type { KeyRange } from '../partitions/effective-key.js';
import type { JsonObject } from '../wire/json.js';
import type { ServerClock } from './clock.js';
import type { ContainerRow } from './containers.js';
import { documentRid, etagOf } from './resource-ids.js';

export interface DocumentRow {
  readonly id: string;
  /** In which order the documents of a container were created; their resource ids sort alike. */
  readonly number: number;
  readonly lsn: number;
  readonly etag: string;
  /** With the system properties. */
  readonly body: JsonObject;
  readonly sizeBytes: number;
}

export interface DocumentToWrite {
  readonly effectiveKey: string;
  readonly id: string;
  readonly lsn: number;
  /** Without system properties. */
  readonly body: JsonObject;
}

const columns = 'id, number, lsn, written, body';
// Documents whose time is over are as good as gone ("Time to live in Azure Cosmos DB"). Twice the default, then now.
const alive = '(? IS NULL OR COALESCE(ttl, ?) = -1 OR written + COALESCE(ttl, ?) > ?)';

/** The documents of all containers; those whose time to live is over are never seen. */
export class DocumentTable {
  readonly #database: Sqlite;
  readonly #clock: ServerClock;

  constructor(database: Sqlite, clock: ServerClock) {
    this.#database = database;
    this.#clock = clock;
  }

  find(container: ContainerRow, effectiveKey: string, id: string): DocumentRow | undefined {
    const where = 'container = ? AND key = ? AND id = ?';
    const select = `SELECT ${columns} FROM documents WHERE ${where} AND ${alive}`;
    const values = [container.number, effectiveKey, id, ...this.#aliveIn(container)];
    const row = this.#database.prepare(select).row(...values);
    return row && documentRow(container, row);
  }

  /** In the order of their creation. `after`: those with a greater number only. */
  inRange(container: ContainerRow, { min, max }: KeyRange, after = 0): readonly DocumentRow[] {
    const where = 'container = ? AND key >= ? AND key < ? AND number > ?';
    const select = `SELECT ${columns} FROM documents WHERE ${where} AND ${alive} ORDER BY number`;
    const values = [container.number, min, max, after, ...this.#aliveIn(container)];
    return this.#database
      .prepare(select)
      .rows(...values)
      .map((row) => documentRow(container, row));
  }

  /** In the order of their last change, those changed after `lsn` and at `sinceSeconds` or later. */
  changed(
    container: ContainerRow,
    { min, max }: KeyRange,
    { lsn, sinceSeconds }: { readonly lsn: number; readonly sinceSeconds: number },
  ): readonly DocumentRow[] {
    const where = 'container = ? AND key >= ? AND key < ? AND lsn > ? AND written >= ?';
    const order = 'ORDER BY lsn, number';
    const select = `SELECT ${columns} FROM documents WHERE ${where} AND ${alive} ${order}`;
    const values = [container.number, min, max, lsn, sinceSeconds, ...this.#aliveIn(container)];
    return this.#database
      .prepare(select)
      .rows(...values)
      .map((row) => documentRow(container, row));
  }

  /** Creates or replaces. */
  put(container: ContainerRow, document: DocumentToWrite): DocumentRow {
    const { effectiveKey, id, lsn, body } = document;
    const known = this.find(container, effectiveKey, id);
    const number = known?.number ?? this.#nextNumber(container);
    const insert = `INSERT OR REPLACE INTO documents (container, key, id, number, lsn, written, ttl, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    const now = this.#clock.nowSeconds();
    const ttl = typeof body['ttl'] === 'number' ? body['ttl'] : null;
    const text = JSON.stringify(body);
    const { number: owner } = container;
    this.#database.prepare(insert).run(owner, effectiveKey, id, number, lsn, now, ttl, text);
    return documentRow(container, [id, number, lsn, now, text]);
  }

  remove(container: ContainerRow, effectiveKey: string, id: string): void {
    const remove = 'DELETE FROM documents WHERE container = ? AND key = ? AND id = ?';
    this.#database.prepare(remove).run(container.number, effectiveKey, id);
  }

  #nextNumber({ number }: ContainerRow): number {
    const count = 'UPDATE containers SET documents = documents + 1 WHERE number = ?';
    this.#database.prepare(count).run(number);
    const select = 'SELECT documents FROM containers WHERE number = ?';
    return Number(this.#database.prepare(select).row(number)?.[0]);
  }

  #aliveIn({ definition }: ContainerRow): readonly (number | null)[] {
    const ttl = definition.defaultTtl ?? null;
    return [ttl, ttl, ttl, this.#clock.nowSeconds()];
  }
}

function documentRow(container: ContainerRow, row: Row): DocumentRow {
  const [id, number, lsn, written] = row.map((value, index) =>
    index === 0 ? value : Number(value),
  );
  const text = String(row[4]);
  const rid = documentRid(container.database.number, container.number, Number(number));
  const etag = etagOf([Number(lsn), container.number], Number(written));
  const body = {
    ...(JSON.parse(text) as JsonObject),
    _rid: rid,
    _self: `${container.self}docs/${rid}/`,
    _etag: etag,
    _attachments: 'attachments/',
    _ts: Number(written),
  };
  const sizeBytes = Buffer.byteLength(text);
  return { id: String(id), number: Number(number), lsn: Number(lsn), etag, body, sizeBytes };
}
