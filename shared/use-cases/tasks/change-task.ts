import type { Task } from '../../domain/tasks/task.js';
import type { TaskStore } from '../../ports/task-store.js';

/** More than this many writers at one record would be a fault of ours. */
const attempts = 20;

/**
 * Changes a record, whoever else is changing it: `change` is asked anew with what another left, and gives undefined for
 * nothing to change. Resolves with the record as it is then; undefined where there is none.
 */
export async function changeTask(
  tasks: TaskStore,
  id: string,
  change: (task: Task) => Task | undefined,
): Promise<Task | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await tasks.get(id);
    const changed = found && change(found);
    if (changed === undefined) return found;
    if (await tasks.replace(changed)) return changed;
  }
  throw new Error(`the record of task ${id} changed ${attempts} times in a row`);
}
