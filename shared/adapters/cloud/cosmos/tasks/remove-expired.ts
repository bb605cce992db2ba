import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';
import { statusOf } from '../fault.js';
import { compared, oneOf, queryTasks } from './task-query.js';

/** Others have their turn after so many. */
const forgetAtOnce = 200;
const placeSchema = z.object({ id: z.string(), owner: z.string() });

/** What the service has not forgotten by itself, by its own clock and in whole seconds. */
export async function removeExpired(connection: CosmosConnection, now: number): Promise<number> {
  const where = [
    oneOf('status', ['completed', 'failed', 'cancelled']),
    compared('expiresAt', '<=', now),
  ];
  const selection = { select: 'c.id, c.owner', where, limit: forgetAtOnce };
  let removed = 0;
  for (;;) {
    const found = await queryTasks(connection, selection, placeSchema);
    for (const place of found) removed += await forget(connection, place);
    if (found.length < forgetAtOnce) return removed;
  }
}

async function forget(
  { container, tenant }: CosmosConnection,
  { id, owner }: z.output<typeof placeSchema>,
): Promise<number> {
  try {
    await container('tasks').item(id, [tenant, owner]).delete();
    return 1;
  } catch (error) {
    if (statusOf(error) === 404) return 0;
    throw error;
  }
}
