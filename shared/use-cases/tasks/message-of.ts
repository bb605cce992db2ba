import type { Task } from '../../domain/tasks/task.js';
import type { TaskMessage } from '../../ports/task-queue.js';

/** The wake-up of a task. */
export const messageOf = ({ id, origin }: Task): TaskMessage => ({
  taskId: id,
  ...(origin !== undefined && { origin }),
});
