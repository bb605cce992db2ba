import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import type { Task } from '../../../../domain/tasks/task.js';
import type { CosmosConnection } from '../connection.js';
import { type PartitionKey, readOne } from '../read-one.js';
import { decodeTask, ownerKey, taskDocumentId } from './task-document.js';

/** A task as it was read. */
export interface TaskRecord {
  readonly task: Task;
  readonly etag: string;
  readonly madeBy: string;
  readonly writtenBy: string;
  readonly superseded: readonly string[];
}

const recordSchema = z.object({
  data: z.string(),
  madeBy: z.string(),
  writtenBy: z.string(),
  superseded: z.array(z.string()),
});

/** The tasks of one owner. */
export interface OwnersTasks {
  readonly container: Container;
  readonly tenant: string;
  readonly key: PartitionKey;
}

export function tasksOf({ container, tenant }: CosmosConnection, owner: string): OwnersTasks {
  return { container: container('tasks'), tenant, key: [tenant, ownerKey(owner)] };
}

export async function readTask(
  { container, key }: OwnersTasks,
  taskId: string,
): Promise<TaskRecord | undefined> {
  const found = await readOne(container, { id: taskDocumentId(taskId), key }, recordSchema);
  if (found === undefined) return undefined;
  const { data, ...writers } = found.value;
  return { ...writers, task: decodeTask(data), etag: found.etag };
}

/** Of those that are there, in the order asked for. */
export async function readTasks(
  tasks: OwnersTasks,
  taskIds: readonly string[],
): Promise<readonly TaskRecord[]> {
  const found = await Promise.all(taskIds.map((taskId) => readTask(tasks, taskId)));
  return found.filter((record) => record !== undefined);
}
