import type { Task } from '../../domain/tasks/task.js';
import { overdue, woken } from '../../domain/tasks/task-life.js';
import type { Clock } from '../../ports/runtime.js';
import type { TaskQueue } from '../../ports/task-queue.js';
import type { TaskStore } from '../../ports/task-store.js';
import { messageOf } from './message-of.js';
import { type LimitsOfQueues, settingsOf } from './task-settings.js';

/** Ends what is out of time, sends lost wake-ups anew and forgets what is old. May run anywhere at any time, twice at once too. */
export type SweepTasks = () => Promise<void>;

const pageSize = 200;

export function makeSweepTasks({
  tasks,
  queue,
  limits,
  clock,
}: {
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  readonly limits: LimitsOfQueues;
  readonly clock: Clock;
}): SweepTasks {
  async function wake(task: Task): Promise<void> {
    const { queue: name } = settingsOf(task.kind);
    const late = overdue(task, clock());
    const isMine = await tasks.replace(late ?? woken(task, clock(), limits[name]));
    if (isMine && late === undefined) await queue.send(name, messageOf(task));
  }
  return async () => {
    for (;;) {
      const due = await tasks.due(clock(), pageSize);
      for (const task of due) await wake(task);
      if (due.length < pageSize) break;
    }
    await tasks.removeExpired(clock());
  };
}
