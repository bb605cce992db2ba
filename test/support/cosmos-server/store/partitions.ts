import type { Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';
import { contains } from '../partitions/effective-key.js';
import type { PhysicalPartition } from '../partitions/physical-partitions.js';

/** The physical partitions of containers and how many writes each has seen, its log sequence number (LSN). */
export class Partitions {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  create(container: number, partitions: readonly PhysicalPartition[]): void {
    const insert =
      'INSERT INTO partitions (container, id, first, past, lsn) VALUES (?, ?, ?, ?, 1)';
    for (const { id, min, max } of partitions) {
      this.#database.prepare(insert).run(container, id, min, max);
    }
  }

  /** In the order of their ranges. */
  of(container: number): readonly PhysicalPartition[] {
    const select = 'SELECT id, first, past FROM partitions WHERE container = ? ORDER BY first';
    const rows = this.#database.prepare(select).rows(container);
    return rows.map(([id, min, max]) => ({ id: String(id), min: String(min), max: String(max) }));
  }

  /** The one that holds the documents of a key. */
  at(container: number, effectiveKey: string): PhysicalPartition {
    const found = this.of(container).find((each) => contains(each, effectiveKey));
    if (found === undefined) throw new Error(`No partition holds ${effectiveKey}`);
    return found;
  }

  lsn(container: number, id: string): number {
    const select = 'SELECT lsn FROM partitions WHERE container = ? AND id = ?';
    return Number(this.#database.prepare(select).row(container, id)?.[0]);
  }

  nextLsn(container: number, id: string): number {
    const update = 'UPDATE partitions SET lsn = lsn + 1 WHERE container = ? AND id = ?';
    this.#database.prepare(update).run(container, id);
    return this.lsn(container, id);
  }
}
