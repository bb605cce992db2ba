import { randomBytes } from 'node:crypto';
import { lockFolder } from './database/folder-lock.js';
import type { Sqlite } from './database/sqlite.js';
import { openStoreDatabase } from './database/store-database.js';
import { emptyEmbeddedTasks } from './tasks/open-tasks.js';
import { emptyEmbeddedVectors } from './vectors/open-vectors.js';

const shopTables = ['bookmarks', 'items', 'events', 'sessions', 'users', 'happenings'];
const tables = [...shopTables, 'item_words'];

/**
 * Forgets all that the store of a folder holds, at once or not at all, and before it all tasks and vectors; every other
 * file there stays. The store gets a new id, so that no old cursor fits. Throws as `openEmbeddedStore` does: `conflict` while a process has the folder open.
 */
export function emptyEmbeddedStore(folder: string): void {
  const lock = lockFolder(folder);
  try {
    const database = openStoreDatabase(folder);
    try {
      emptyEmbeddedTasks(folder);
      emptyEmbeddedVectors(folder);
      database.transaction(() => forgetAll(database));
    } finally {
      database.close();
    }
  } finally {
    lock.release();
  }
}

function forgetAll(database: Sqlite): void {
  for (const table of tables) database.execute(`DELETE FROM ${table}`);
  const storeId = randomBytes(6).toString('base64url');
  database.prepare(`UPDATE facts SET value = ? WHERE name = 'store-id'`).run(storeId);
}
