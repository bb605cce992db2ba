import type { UserStore } from '../../../ports/user-store.js';
import type { ChangeSequence } from '../changes/change-sequence.js';
import type { Sqlite } from '../database/sqlite.js';
import { userEraser } from './user-eraser.js';
import { userMerger } from './user-merger.js';
import { userRecords } from './user-records.js';

export function sqliteUserStore(database: Sqlite, sequence: ChangeSequence): UserStore {
  const records = userRecords(database);
  const erase = userEraser(database, sequence);
  const merge = userMerger(database, sequence, records);
  return {
    get: async (id) => records.get(id),
    list: async (after, limit) => records.list(after, limit),
    put: async (user) => records.put(user),
    putAll: async (users) => sequence.write(() => users.forEach(records.put)),
    erase: async (id) => sequence.write(() => erase(id)),
    merge: async (from, into) => sequence.write(() => merge(from, into)),
  };
}
