import type { Sqlite } from '../../../../shared/adapters/embedded/database/sqlite.js';

/** The time of the server; what it was put forward by stays put forward after a restart. */
export class ServerClock {
  readonly #database: Sqlite;
  readonly #systemTime: () => number;

  constructor(database: Sqlite, systemTime: () => number) {
    this.#database = database;
    this.#systemTime = systemTime;
    database.execute('CREATE TABLE IF NOT EXISTS clock (ahead_ms INTEGER NOT NULL)');
    if (database.prepare('SELECT ahead_ms FROM clock').row() === undefined) {
      database.execute('INSERT INTO clock VALUES (0)');
    }
  }

  nowMs(): number {
    const [aheadMs] = this.#database.prepare('SELECT ahead_ms FROM clock').row() ?? [0];
    return this.#systemTime() + Number(aheadMs);
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1_000);
  }

  advance(ms: number): void {
    this.#database.prepare('UPDATE clock SET ahead_ms = ahead_ms + ?').run(ms);
  }
}
