import { join } from 'node:path';
import { makeFolder } from '../database/data-folder.js';
import { openDatabase } from '../database/open-database.js';
import { patiently } from '../database/patiently.js';
import { sharedCommits } from '../database/shared-commits.js';
import { isLocked, type Sqlite } from '../database/sqlite.js';
import { prepareTaskSchema } from './task-schema.js';

/** One connection to the tasks and messages of a folder; other processes have theirs. */
export interface TaskDatabase {
  readonly sqlite: Sqlite;
  /**
   * A short transaction, shared with the others of this turn of the event loop; when the promise settles it outlives
   * this process. While another process writes, it waits without blocking. `work` may be run several times, of which one
   * counts: it changes nothing outside the database.
   */
  write<T>(work: () => T): Promise<T>;
  /** Ends the writes that wait; later ones are `unavailable`. */
  close(): void;
}

export const taskFile = (folder: string) => join(folder, 'tasks.db');

/** Opens the database, or makes the folder and the database. Throws `unavailable` where either cannot be used. */
export function openTaskFile(folder: string): TaskDatabase {
  makeFolder(folder);
  const sqlite = openDatabase(taskFile(folder), (database) =>
    patiently(() => {
      for (const setting of settings) database.pragma(setting);
      prepareTaskSchema(database);
    }),
  );
  const writing = sharedWrites(sqlite);
  return {
    sqlite,
    write: writing.add,
    close() {
      writing.finish();
      sqlite.close();
    },
  };
}

/** Readers are kept waiting only while another process sets the log up or puts it away. */
const patience = 'busy_timeout = 5000';
const settings = [
  patience,
  'journal_mode = WAL',
  // Whatever dies of these processes, nothing is lost. When the power fails, the last tasks may be, and are asked for anew:
  // to wait for the disk at each step of each task would cost a third of the time that tasks take.
  'synchronous = NORMAL',
  'secure_delete = ON',
  'cache_size = -8000',
  'journal_size_limit = 16777216',
];

function sharedWrites(sqlite: Sqlite) {
  let isFinishing = false;

  // SQLite waits by sleeping, up to a tenth of a second at a time, and the whole process with it. These settings are
  // made as they are compiled, so nothing is won by preparing them.
  const commits = sharedCommits<() => () => void, () => void>((works) => {
    if (!isFinishing) sqlite.execute('PRAGMA busy_timeout = 0');
    try {
      return sqlite.transaction(() => works.map((work) => work()));
    } finally {
      sqlite.execute(`PRAGMA ${patience}`);
    }
  }, isLocked);
  return {
    add: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        const answering = () => {
          const answer = work();
          return () => resolve(answer);
        };
        commits.add(answering).then((answer) => answer(), reject);
      }),
    finish() {
      isFinishing = true;
      commits.flush();
    },
  };
}
