import { z } from 'zod';
import type { Task } from '../../../../domain/tasks/task.js';
import type { NewId } from '../../../../ports/runtime.js';
import type { TaskStore } from '../../../../ports/task-store.js';
import type { CosmosConnection } from '../connection.js';
import { inTurn } from '../events/in-turn.js';
import { KnownOwners } from './known-owners.js';
import { removeExpired } from './remove-expired.js';
import { replaceTask } from './replace-task.js';
import { startTask } from './start-task.js';
import { decodeTask, taskDocumentId } from './task-document.js';
import { listTasks } from './task-lister.js';
import { compared, oneOf, queryTasks } from './task-query.js';
import { readTask, tasksOf } from './task-records.js';

/**
 * Tasks in the container `tasks`, those of one owner in one partition. What has ended is forgotten by the service itself.
 * `newId`: of each call, so that a write whose answer was lost is known again.
 */
export function cosmosTaskStore(
  connection: CosmosConnection,
  { newId }: { readonly newId: NewId },
): TaskStore {
  const owners = new KnownOwners();
  const alone = inTurn();
  // Every call of these may be made again, though it may have had its effect unseen.
  const run = <T>(work: () => Promise<T>) => connection.run(work, { isRepeatable: true });
  return {
    async start(task, policy) {
      const tasks = tasksOf(connection, task.owner);
      const start = { task, policy, call: newId() };
      // Those of one owner would only come too late for each other.
      const started = await alone(task.owner, () => run(() => startTask(tasks, start)));
      if (started.kind === 'created') owners.add(task);
      return started;
    },
    get: (id) => run(() => getTask(connection, owners, id)),
    replace(task) {
      const call = newId();
      return run(() => replaceTask(tasksOf(connection, task.owner), task, call));
    },
    revisions: (ids) => run(() => revisionsOf(connection, ids)),
    async list(query) {
      const page = await run(() => listTasks(connection, query));
      for (const task of page.tasks) owners.add(task);
      return page;
    },
    countPending: (kinds) => run(() => countPending(connection, kinds)),
    due: (now, limit) => run(() => dueTasks(connection, now, limit)),
    removeExpired: (now) => run(() => removeExpired(connection, now)),
  };
}

/** A point read where this process has met the task, else one query over the tenant's partitions. */
async function getTask(
  connection: CosmosConnection,
  owners: KnownOwners,
  id: string,
): Promise<Task | undefined> {
  const owner = owners.of(id);
  if (owner !== undefined) return (await readTask(tasksOf(connection, owner), id))?.task;
  const where = [compared('id', '=', taskDocumentId(id))];
  const [data] = await queryTasks(connection, { select: 'VALUE c.data', where }, z.string());
  if (data === undefined) return undefined;
  const task = decodeTask(data);
  owners.add(task);
  return task;
}

/** As many as a query may well name. */
const idsAtOnce = 250;
const revisionSchema = z.object({ id: z.string(), revision: z.number() });

async function revisionsOf(
  connection: CosmosConnection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const byDocument = new Map(ids.map((id) => [taskDocumentId(id), id]));
  const documents = [...byDocument.keys()];
  const found = new Map<string, number>();
  for (let at = 0; at < documents.length; at += idsAtOnce) {
    const where = [oneOf('id', documents.slice(at, at + idsAtOnce))];
    const selection = { select: 'c.id, c.revision', where };
    for (const { id, revision } of await queryTasks(connection, selection, revisionSchema)) {
      found.set(byDocument.get(id) ?? id, revision);
    }
  }
  return found;
}

async function countPending(
  connection: CosmosConnection,
  kinds: readonly string[],
): Promise<number> {
  if (kinds.length === 0) return 0;
  const where = [compared('status', '=', 'pending'), oneOf('kind', [...new Set(kinds)])];
  const counts = await queryTasks(connection, { select: 'VALUE COUNT(1)', where }, z.number());
  return counts[0] ?? 0;
}

async function dueTasks(
  connection: CosmosConnection,
  now: number,
  limit: number,
): Promise<readonly Task[]> {
  const where = [compared('status', '=', 'pending'), compared('wakeAt', '<=', now)];
  const selection = { select: 'VALUE c.data', where, orderBy: 'c.wakeAt', limit };
  const found = await queryTasks(connection, selection, z.string());
  return found.map(decodeTask);
}
