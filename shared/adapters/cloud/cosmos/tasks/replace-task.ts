import type { PatchOperation } from '@azure/cosmos';
import type { Task } from '../../../../domain/tasks/task.js';
import { statusOf } from '../fault.js';
import { documentOf, taskDocumentId } from './task-document.js';
import { type OwnersTasks, readTask } from './task-records.js';

/**
 * Writes the record in place of its last revision, in one request. `call`: of this call, unique among all: a write whose
 * answer was lost and that was sent again finds that the revision has come about by itself.
 */
export async function replaceTask(tasks: OwnersTasks, task: Task, call: string): Promise<boolean> {
  const { container, tenant, key } = tasks;
  const writers = { madeBy: '', writtenBy: call, superseded: [] };
  const { status, revision, wakeAt, expiresAt, ttl, data } = documentOf(task, tenant, writers);
  const changes = { status, revision, wakeAt, expiresAt, ttl, data, writtenBy: call };
  const operations = Object.entries(changes).map(
    ([field, value]): PatchOperation => ({ op: 'set', path: `/${field}`, value }),
  );
  const condition = `FROM c WHERE c.revision = ${revision - 1}`;
  try {
    await container.item(taskDocumentId(task.id), [...key]).patch({ condition, operations });
    return true;
  } catch (error) {
    const refused = statusOf(error);
    if (refused === 404) return false;
    if (refused !== 412) throw error;
    return (await readTask(tasks, task.id))?.writtenBy === call;
  }
}
