import { AppError } from '../../../shared/domain/errors.js';
import { hasEnded, type Task } from '../../../shared/domain/tasks/task.js';
import type { WatchTasks } from '../../../shared/use-cases/tasks/watch-tasks.js';
import type { Answer } from '../endpoint.js';
import { TaskEvents } from './task-events.js';

/** Answers with a stream of a task's states. Throws `overloaded` where too many are open. */
export type Follow = (
  task: Task,
  lastEventId: string | undefined,
  show: (task: Task) => unknown,
) => Answer;

const maxStreams = 1_000;
const heartbeatMs = 15_000;

export function makeFollow(watchTasks: WatchTasks): Follow {
  let open = 0;
  return (task, lastEventId, show) => {
    const seen = lastEventId === undefined ? undefined : Number(lastEventId);
    // An EventSource comes back when a stream ends; only this answer keeps it away.
    if (hasEnded(task) && seen === task.revision) return { status: 204 };
    if (open >= maxStreams)
      throw new AppError('overloaded', `${open} streams are open already; poll the task instead`);
    open += 1;
    const onClose = () => {
      open -= 1;
    };
    const body = new TaskEvents(task, { watchTasks, seen, heartbeatMs, show, onClose });
    return { body, headers: { 'x-accel-buffering': 'no' } };
  };
}
