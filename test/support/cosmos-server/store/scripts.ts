import type { Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';
import { ServiceError } from '../wire/service-error.js';
import type { ServerClock } from './clock.js';
import type { ContainerRow } from './containers.js';

export interface ScriptRow {
  readonly id: string;
  readonly body: string;
  readonly timeSeconds: number;
}

/** Stored procedures, kept but never run. */
export class ScriptTable {
  readonly #database: Sqlite;
  readonly #clock: ServerClock;

  constructor(database: Sqlite, clock: ServerClock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Throws 409. */
  create({ number }: ContainerRow, id: string, body: string): ScriptRow {
    const timeSeconds = this.#clock.nowSeconds();
    const insert =
      'INSERT OR IGNORE INTO scripts (container, id, body, written) VALUES (?, ?, ?, ?)';
    if (this.#database.prepare(insert).run(number, id, body, timeSeconds) === 0) {
      throw new ServiceError(409, `The stored procedure ${id} exists already.`);
    }
    return { id, body, timeSeconds };
  }
}
