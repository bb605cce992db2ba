import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../domain/errors.js';
import { inFolder, makeFolder } from './data-folder.js';
import { isLocked, openSqlite } from './sqlite.js';

const signature = 'store.pid';

/**
 * Makes the folder where there is none, and this process the only one in it until `release`. The lock is an open
 * transaction on an empty database beside the store: the operating system drops it with the process, however that ends,
 * and unlike a lock on the store itself it does not outlast `close`, which in libsql waits for statements to be collected
 * as garbage. Throws `conflict` where another process holds it, `unavailable` where the folder cannot be written.
 */
export function lockFolder(folder: string): { release(): void } {
  makeFolder(folder);
  const database = openSqlite(join(folder, 'store.lock'));
  try {
    database.execute('BEGIN EXCLUSIVE');
  } catch (error) {
    throw isLocked(error) ? inUse(folder, error) : error;
  }
  const signed = join(folder, signature);
  inFolder(folder, () => writeFileSync(signed, `${process.pid}\n`));
  return {
    release() {
      rmSync(signed, { force: true });
      database.execute('ROLLBACK');
      database.close();
    },
  };
}

function inUse(folder: string, cause: unknown): AppError {
  const owner = ownerOf(folder);
  const who = owner === undefined ? 'Another process' : `Another process (pid ${owner})`;
  return new AppError(
    'conflict',
    `${who} has the data folder ${folder} open: stop it first, or use another folder`,
    { cause },
  );
}

function ownerOf(folder: string): string | undefined {
  try {
    return /^\d+/.exec(readFileSync(join(folder, signature), 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}
