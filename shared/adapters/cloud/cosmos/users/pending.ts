import { z } from 'zod';
import type { Partition } from '../events/partition.js';
import { stored } from '../stored.js';
import { mostAttempts, tooBusy } from './change-ledger.js';
import { type Mark, markBody } from './marks.js';
import { userRecordId } from './user-records.js';

/**
 * A note in the user's partition that something has begun which takes many steps. Whoever begins it again after a crash
 * finds it, and the last step turns it into the mark that the change feed tells.
 */
export interface Pending {
  readonly id: string;
  /** The id of the mark to come: one that is there already was made by this very undertaking. */
  readonly mark: string;
  readonly sessionIds: readonly string[];
}

const pendingSchema = z.object({
  id: z.string(),
  mark: z.string(),
  sessionIds: z.array(z.string()),
});

export async function readPending(home: Partition, id: string): Promise<Pending | undefined> {
  const document = await home.read(id);
  return document === undefined ? undefined : stored(pendingSchema, document);
}

export async function notePending(home: Partition, pending: Pending): Promise<void> {
  await home.write([{ put: { ...pending, kind: 'pending' } }]);
}

/** Turns the note into the mark, unless that has been done, and may take the user's record along. */
export async function finish(
  home: Partition,
  pending: Pending,
  mark: Mark,
  removesRecord: boolean,
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const record = removesRecord ? await home.read(userRecordId) : undefined;
    const { obstacle } = await home.write([
      { remove: pending.id },
      { create: markBody(pending.mark, mark) },
      ...(record === undefined ? [] : [{ remove: userRecordId }]),
    ]);
    if (obstacle === undefined || obstacle.at === 0) return;
  }
  throw tooBusy();
}
