import type { NewId } from '../../../../ports/runtime.js';
import type { UserStore } from '../../../../ports/user-store.js';
import type { CosmosConnection } from '../connection.js';
import { atMost } from '../events/at-most.js';
import { userEraser } from './user-eraser.js';
import { userMerger } from './user-merger.js';
import { userRecords } from './user-records.js';

/** Records written at the same time for one call. */
const width = 16;

export function cosmosUserStore(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): UserStore {
  const records = userRecords(connection);
  return {
    ...records,
    async putAll(users) {
      const last = new Map(users.map((user) => [user.id, user]));
      await atMost(width, [...last.values()], records.put);
    },
    erase: userEraser(connection, newId),
    merge: userMerger(connection, records, newId),
  };
}
