import type { TaskKind } from '../../shared/domain/tasks/task.js';
import { newTask, type TaskLimits } from '../../shared/domain/tasks/task-life.js';

/** Round numbers, each unlike the others. */
export const taskLimits: TaskLimits = {
  queueMs: 1_000,
  runMs: 2_000,
  totalMs: 10_000,
  keepMs: 50_000,
  leaseMs: 300,
  resendMs: 700,
  maxAttempts: 3,
};

/** A task that has just been made, at time 0. */
export const freshTask = (id = 'task', owner = 'ann', kind: TaskKind = 'recommend-v1') =>
  newTask({ id, kind, owner, request: { limit: 5 } }, 0, taskLimits);
