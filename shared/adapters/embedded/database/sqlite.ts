import Libsql from 'libsql';
import { AppError } from '../../../domain/errors.js';

/** Bytes come back as a `Uint8Array` of their own. */
export type SqlValue = string | number | null | Uint8Array;
export type Row = readonly unknown[];

/** A prepared statement; rows come as arrays of columns in the order of the SELECT. */
export interface Statement {
  /** How many rows it changed. */
  run(...values: readonly SqlValue[]): number;
  row(...values: readonly SqlValue[]): Row | undefined;
  rows(...values: readonly SqlValue[]): readonly Row[];
}

/** One connection. Every failure of the file or the disk, and every use after `close`, is an `unavailable` error. */
export interface Sqlite {
  prepare(sql: string): Statement;
  /** Statements without parameters or rows. */
  execute(sql: string): void;
  /** The first column of the first row. */
  pragma(text: string): unknown;
  /** All or none: commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Reads that belong to one moment, whatever other processes write meanwhile. */
  snapshot<T>(work: () => T): T;
  close(): void;
}

/**
 * The only door to libsql. Its `get` and `all` abort the process when their one parameter is an object that is no array
 * (libsql 0.5.29), so parameters always travel as one array.
 */
export function openSqlite(path: string): Sqlite {
  const database = connect(path);
  let isOpen = true;
  const guarded: Guard = (work) => {
    // After its `close` libsql goes on reading and writing, though the folder may be another process's by then.
    if (!isOpen) throw new AppError('unavailable', 'The store is closed');
    try {
      return work();
    } catch (error) {
      throw explained(error);
    }
  };
  const prepare = (sql: string) => prepareOn(database, sql, guarded);
  const execute = (sql: string) => guarded(() => void database.exec(sql));
  const beginReading = prepare('BEGIN');
  const commit = prepare('COMMIT');
  return {
    prepare,
    execute,
    pragma: (text) => prepare(`PRAGMA ${text}`).row()?.[0],
    transaction(work) {
      // One that was prepared would, where it is refused, be in progress until it is tried again, and end no other's reading.
      execute('BEGIN IMMEDIATE');
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some failures of the disk.
        if (database.inTransaction) execute('ROLLBACK');
        throw error;
      }
    },
    snapshot(work) {
      beginReading.run();
      try {
        return work();
      } finally {
        commit.run();
      }
    },
    close() {
      isOpen = false;
      database.close();
    },
  };
}

/** Whether a failure is that somebody else holds the lock. */
export function isLocked(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.cause instanceof Libsql.SqliteError &&
    error.cause.code.startsWith('SQLITE_BUSY')
  );
}

function connect(path: string): Libsql.Database {
  try {
    return new Libsql(path);
  } catch (error) {
    throw closedTo(path, error);
  }
}

function closedTo(path: string, cause: unknown): AppError {
  const text = `${path} could not be opened: is it a file, and its folder writable?`;
  return new AppError('unavailable', text, { cause });
}

type Guard = <T>(work: () => T) => T;

function prepareOn(database: Libsql.Database, sql: string, guarded: Guard): Statement {
  const prepare = () => {
    const made = database.prepare(sql);
    return made.reader ? made.raw() : made;
  };
  let statement = guarded(prepare);
  let isSpent = false;
  /** After a `get` that failed, libsql 0.5.29 executes with its values again, whatever it is given next. */
  const first = (values: SqlValue[]) => {
    if (isSpent) statement = prepare();
    isSpent = true;
    const row = statement.get(values) as Row | undefined;
    isSpent = false;
    return row;
  };
  return {
    run: (...values) => guarded(() => statement.run(values.map(storable)).changes),
    row: (...values) => guarded(() => first(values.map(storable))),
    rows: (...values) => guarded(() => statement.all(values.map(storable)) as readonly Row[]),
  };
}

const loneSurrogate = /\p{Cs}/u;

/** libsql cuts a text at its first null character when reading, and makes one replacement of all lone surrogates. */
function storable(value: SqlValue): SqlValue {
  if (typeof value !== 'string') return value;
  if (!value.includes('\0') && !loneSurrogate.test(value)) return value;
  throw new AppError(
    'invalid',
    `An id or name must be well-formed Unicode without null characters, not ${JSON.stringify(value.slice(0, 80))}`,
  );
}

const meanings: readonly (readonly [string, string])[] = [
  ['SQLITE_BUSY', 'is locked by another process'],
  ['SQLITE_FULL', 'could not be written: the disk is full'],
  ['SQLITE_IOERR', 'could not be read or written: the disk is full or broken'],
  ['SQLITE_NOTADB', 'is not a database'],
  ['SQLITE_CORRUPT', 'is damaged; restore it from a copy'],
  ['SQLITE_CANTOPEN', 'could not be opened: is it a file, and its folder writable?'],
  ['SQLITE_READONLY', 'may not be written'],
];

/** Names no file: who asks the API need not know where the store lies. */
function explained(error: unknown): unknown {
  if (!(error instanceof Libsql.SqliteError)) return error;
  const meaning = meanings.find(([code]) => error.code.startsWith(code));
  if (meaning === undefined) return error;
  const text = `The store's file ${meaning[1]} (${error.message})`;
  return new AppError('unavailable', text, { cause: error });
}
