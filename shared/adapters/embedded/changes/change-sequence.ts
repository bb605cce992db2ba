import type { Sqlite } from '../database/sqlite.js';
import { type ChangePlaces, changePlaces, logEndReader } from './change-places.js';

/** The rising number that orders all changes. Right for the one process that writes: it is read once, then counted. */
export interface ChangeSequence extends ChangePlaces {
  /** Takes a new number; only inside `write`. */
  next(): number;
  /** A transaction; where it fails, the numbers it took are free again. */
  write<T>(work: () => T): T;
}

export function changeSequence(database: Sqlite): ChangeSequence {
  const end = logEndReader(database)();
  const { cursor, parse } = changePlaces(end);
  return {
    get last() {
      return end.last;
    },
    cursor,
    parse,
    next: () => ++end.last,
    write(work) {
      const before = end.last;
      try {
        return database.transaction(work);
      } catch (error) {
        end.last = before;
        throw error;
      }
    },
  };
}
