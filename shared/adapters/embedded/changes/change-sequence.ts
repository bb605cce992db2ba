import { AppError } from '../../../domain/errors.js';
import { number, text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';

/** The rising number that orders all changes, and the cursors that carry it. */
export interface ChangeSequence {
  /** The newest number in use. */
  readonly last: number;
  /** Takes a new number; only inside `write`. */
  next(): number;
  /** A transaction; where it fails, the numbers it took are free again. */
  write<T>(work: () => T): T;
  /** `undefined` stands for the newest. */
  cursor(seq?: number): string;
  /** Throws `invalid` for a cursor that was not made by this store. */
  parse(cursor: string): number;
}

const newest = `SELECT MAX(
  IFNULL((SELECT MAX(seq) FROM items), 0),
  IFNULL((SELECT MAX(seq) FROM events), 0),
  IFNULL((SELECT MAX(seq) FROM happenings), 0))`;

/** A cursor reads `<store id>.<number in base 36>`, so that those of a store since replaced are told apart. */
export function changeSequence(database: Sqlite): ChangeSequence {
  const storeId = text(
    database.prepare(`SELECT value FROM facts WHERE name = 'store-id'`).row()?.[0],
  );
  let last = number(database.prepare(newest).row()?.[0]);
  const cursor = (seq: number = last) => `${storeId}.${seq.toString(36)}`;
  return {
    get last() {
      return last;
    },
    next: () => ++last,
    write(work) {
      const before = last;
      try {
        return database.transaction(work);
      } catch (error) {
        last = before;
        throw error;
      }
    },
    cursor,
    parse(given) {
      const seq = Number.parseInt(given.slice(storeId.length + 1), 36);
      if (seq >= 0 && seq <= last && given === cursor(seq)) return seq;
      throw new AppError(
        'invalid',
        `A cursor must be one that this store gave, not ${JSON.stringify(given.slice(0, 80))}`,
      );
    },
  };
}
