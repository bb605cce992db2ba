import { AppError } from '../../../domain/errors.js';
import { number, text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';

/** How far the log of a store goes. */
export interface LogEnd {
  storeId: string;
  /** The newest number in use. */
  last: number;
}

/** The places in a log, and the cursors that carry them. */
export interface ChangePlaces {
  readonly last: number;
  /** `undefined` stands for the newest. */
  cursor(seq?: number): string;
  /** Throws `invalid` for a cursor that was not made by this store. */
  parse(cursor: string): number;
}

/**
 * A cursor reads `<store id>.<number in base 36>`, so that those of a store since replaced are told apart. Follows `end`
 * as that changes.
 */
export function changePlaces(end: Readonly<LogEnd>): ChangePlaces {
  const cursor = (seq: number = end.last) => `${end.storeId}.${seq.toString(36)}`;
  return {
    get last() {
      return end.last;
    },
    cursor,
    parse(given) {
      const seq = Number.parseInt(given.slice(end.storeId.length + 1), 36);
      if (seq >= 0 && seq <= end.last && given === cursor(seq)) return seq;
      throw new AppError(
        'invalid',
        `A cursor must be one that this store gave, not ${JSON.stringify(given.slice(0, 80))}`,
      );
    },
  };
}

const newest = `SELECT value, MAX(
  IFNULL((SELECT MAX(seq) FROM items), 0),
  IFNULL((SELECT MAX(seq) FROM events), 0),
  IFNULL((SELECT MAX(seq) FROM happenings), 0)) FROM facts WHERE name = 'store-id'`;

export function logEndReader(database: Sqlite): () => LogEnd {
  const statement = database.prepare(newest);
  return () => {
    const [storeId, last] = statement.row() ?? [];
    return { storeId: text(storeId), last: number(last) };
  };
}
