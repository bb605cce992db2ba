import type {
  Row,
  Sqlite,
  SqlValue,
} from '../../../../shared/adapters/embedded/database/sqlite.js';
import type { KeyRange } from '../partitions/effective-key.js';
import type { JsonObject } from '../wire/json.js';
import type { ServerClock } from './clock.js';
import type { ContainerRow } from './containers.js';
import { type DocumentRow, documentRow } from './document-row.js';

/** Where a reader of changes begins, and how many it takes at most. */
interface FeedStart {
  readonly lsn: number;
  readonly sinceSeconds: number;
  readonly most: number;
}

export interface DocumentToWrite {
  readonly effectiveKey: string;
  readonly id: string;
  readonly lsn: number;
  /** Without system properties. */
  readonly body: JsonObject;
}

// Documents whose time is over are as good as gone ("Time to live in Azure Cosmos DB"). Thrice the default, then now.
const alive = '(? IS NULL OR COALESCE(ttl, ?) = -1 OR written + COALESCE(ttl, ?) > ?)';
const maxKnown = 100_000;

/** The documents of all containers; those whose time to live is over are never seen. */
export class DocumentTable {
  readonly #database: Sqlite;
  readonly #clock: ServerClock;
  /** What was read from the file already: queries look at the same documents again and again. */
  readonly #known = new Map<string, DocumentRow>();

  constructor(database: Sqlite, clock: ServerClock) {
    this.#database = database;
    this.#clock = clock;
  }

  find(container: ContainerRow, effectiveKey: string, id: string): DocumentRow | undefined {
    return this.#select(container, 'key = ? AND id = ?', [effectiveKey, id])[0];
  }

  /** In the order of their creation. `after`: those with a greater number only. */
  inRange(container: ContainerRow, { min, max }: KeyRange, after = 0): readonly DocumentRow[] {
    const where = 'key >= ? AND key < ? AND number > ?';
    return this.#select(container, where, [min, max, after], 'number');
  }

  /** In the order of their last change, the first `most` of those changed after `lsn` and at `sinceSeconds` or later. */
  changed(
    container: ContainerRow,
    { min, max }: KeyRange,
    { lsn, sinceSeconds, most }: FeedStart,
  ): readonly DocumentRow[] {
    const where = 'key >= ? AND key < ? AND lsn > ? AND written >= ?';
    return this.#select(
      container,
      where,
      [min, max, lsn, sinceSeconds],
      `lsn, number LIMIT ${most}`,
    );
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
    return this.#keep(container, documentRow(container, { number, lsn, timeSeconds: now, text }));
  }

  remove(container: ContainerRow, effectiveKey: string, id: string): void {
    const remove = 'DELETE FROM documents WHERE container = ? AND key = ? AND id = ?';
    this.#database.prepare(remove).run(container.number, effectiveKey, id);
  }

  /** After a transaction was undone: its numbers are given again, to other documents. */
  forget(): void {
    this.#known.clear();
  }

  #select(
    container: ContainerRow,
    where: string,
    values: readonly SqlValue[],
    order = 'id',
  ): readonly DocumentRow[] {
    const condition = `container = ? AND ${where} AND ${alive}`;
    const select = `SELECT rowid, number, lsn, written FROM documents WHERE ${condition} ORDER BY ${order}`;
    const all = [container.number, ...values, ...this.#aliveIn(container)];
    const rows = this.#database.prepare(select).rows(...all);
    return rows.map((row) => this.#read(container, row));
  }

  #read(container: ContainerRow, [rowid, ...place]: Row): DocumentRow {
    const [number = 0, lsn = 0, timeSeconds = 0] = place.map(Number);
    const known = this.#known.get(nameOf(container, { number, lsn }));
    if (known !== undefined) return known;
    const select = 'SELECT body FROM documents WHERE rowid = ?';
    const [text] = this.#database.prepare(select).row(Number(rowid)) ?? [];
    const document = documentRow(container, { number, lsn, timeSeconds, text: String(text) });
    return this.#keep(container, document);
  }

  #keep(container: ContainerRow, document: DocumentRow): DocumentRow {
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(nameOf(container, document), document);
    return document;
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

/** One state of one document. */
const nameOf = (
  { number: container }: ContainerRow,
  { number, lsn }: { readonly number: number; readonly lsn: number },
) => `${container}/${number}/${lsn}`;
