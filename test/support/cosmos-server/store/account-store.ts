import {
  openSqlite,
  type Sqlite,
  type Statement,
} from '../../../../shared/adapters/embedded/database/sqlite.js';
import { ServerClock } from './clock.js';
import { ContainerTable } from './containers.js';
import { DatabaseTable } from './databases.js';
import { DocumentTable } from './documents.js';
import { ScriptTable } from './scripts.js';

const schema = `
CREATE TABLE IF NOT EXISTS databases (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, etag TEXT NOT NULL, written INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS containers (
  number INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER NOT NULL, id TEXT NOT NULL, definition TEXT NOT NULL,
  etag TEXT NOT NULL, written INTEGER NOT NULL, revision INTEGER NOT NULL, documents INTEGER NOT NULL,
  UNIQUE (parent, id));
CREATE TABLE IF NOT EXISTS partitions (
  container INTEGER NOT NULL, id TEXT NOT NULL, first TEXT NOT NULL, past TEXT NOT NULL, lsn INTEGER NOT NULL,
  PRIMARY KEY (container, id));
CREATE TABLE IF NOT EXISTS documents (
  container INTEGER NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, lsn INTEGER NOT NULL,
  written INTEGER NOT NULL, ttl INTEGER, body TEXT NOT NULL,
  UNIQUE (container, key, id));
CREATE INDEX IF NOT EXISTS documents_by_change ON documents (container, lsn);
CREATE TABLE IF NOT EXISTS scripts (
  container INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, written INTEGER NOT NULL,
  PRIMARY KEY (container, id));
`;

/** Everything of one account, in one SQLite file or in memory. */
export interface AccountStore {
  readonly clock: ServerClock;
  readonly databases: DatabaseTable;
  readonly containers: ContainerTable;
  readonly documents: DocumentTable;
  readonly scripts: ScriptTable;
  /** All or nothing, and on disk before it returns. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export function openAccountStore(file: string, systemTime: () => number): AccountStore {
  const database = rememberingStatements(openSqlite(file));
  prepare(database);
  const clock = new ServerClock(database, systemTime);
  const documents = new DocumentTable(database, clock);
  return {
    clock,
    databases: new DatabaseTable(database, clock),
    containers: new ContainerTable(database, clock),
    documents,
    scripts: new ScriptTable(database, clock),
    transaction(work) {
      try {
        return database.transaction(work);
      } catch (error) {
        documents.forget();
        throw error;
      }
    },
    close: () => database.close(),
  };
}

/** Compiles each statement once. */
function rememberingStatements(database: Sqlite): Sqlite {
  const known = new Map<string, Statement>();
  const prepare = (sql: string) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
  return { ...database, prepare };
}

function prepare(database: Sqlite): void {
  database.pragma('journal_mode = WAL');
  // What the operating system has been given survives the death of the process, which is what tests do to it.
  database.execute('PRAGMA synchronous = NORMAL');
  database.execute(schema);
}
