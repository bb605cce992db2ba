import type { Task } from '../../domain/task.js';
import type { TaskStore } from '../../ports/task-store.js';

type Fields = Partial<Omit<Task, 'id' | 'kind' | 'revision'>>;

/** More than this many writers at one record would be a fault of ours. */
const attempts = 20;

/**
 * Changes a pending task, whoever else is changing it; resolves with it as it is then. An ended task stays as it is, and
 * a missing one is undefined.
 */
export async function changeTask(
  tasks: TaskStore,
  id: string,
  fields: Fields,
): Promise<Task | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await tasks.get(id);
    if (found === undefined || found.status !== 'pending') return found;
    const changed = { ...found, ...fields, revision: found.revision + 1 };
    if (await tasks.replace(changed)) return changed;
  }
  throw new Error(`the record of task ${id} changed ${attempts} times in a row`);
}

/** The newest task that has not ended. */
export async function pendingTask(tasks: TaskStore): Promise<Task | undefined> {
  return (await tasks.list('retrain', 20)).find(({ status }) => status === 'pending');
}

/** Ends the records of runs whose process died: to be called by who holds the lease, which they have lost. */
export async function failAbandoned(tasks: TaskStore, now: number): Promise<void> {
  for (const { id, status } of await tasks.list('retrain', 20)) {
    if (status !== 'pending') continue;
    const reason = 'the process that ran it ended before it did';
    await changeTask(tasks, id, { status: 'failed', endedAt: now, reason });
  }
}
