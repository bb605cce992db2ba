import type { NewId } from '../../../../ports/runtime.js';
import type { UserStore } from '../../../../ports/user-store.js';
import type { CosmosConnection } from '../connection.js';
import { atMost } from '../events/at-most.js';
import { pendingOf } from './pending.js';
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

/**
 * Finishes erasures and merges that broke off and were not asked for again; returns how many were under way. Harmless where
 * another process is at work on them.
 */
export async function finishPending(
  connection: CosmosConnection,
  { erase, merge }: Pick<UserStore, 'erase' | 'merge'>,
): Promise<number> {
  const pending = await pendingOf(connection);
  for (const undertaking of pending) {
    if (undertaking.kind === 'erase') await erase(undertaking.userId);
    else await merge(undertaking.from, undertaking.into);
  }
  return pending.length;
}
