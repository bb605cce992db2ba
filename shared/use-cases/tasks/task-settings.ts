import { type TaskKind, taskKinds } from '../../domain/tasks/task.js';
import type { TaskLimits } from '../../domain/tasks/task-life.js';
import type { TaskQueueName } from '../../ports/task-queue.js';
import type { StartPolicy } from '../../ports/task-store.js';

interface KindSettings {
  readonly queue: TaskQueueName;
  /** What a new one means for one that runs. */
  readonly policy: StartPolicy;
}

/** Shoppers want the newest answer; of the shop's own work one at a time is enough. */
const settings: Readonly<Record<TaskKind, KindSettings>> = {
  'recommend-v1': { queue: 'recommendations', policy: 'supersede' },
  'recommend-v2': { queue: 'recommendations', policy: 'supersede' },
  retrain: { queue: 'jobs', policy: 'single' },
  import: { queue: 'jobs', policy: 'single' },
  'sync-vectors': { queue: 'jobs', policy: 'single' },
};

export const settingsOf = (kind: TaskKind): KindSettings => settings[kind];

export const kindsOf = (queue: TaskQueueName): readonly TaskKind[] =>
  taskKinds.filter((kind) => settings[kind].queue === queue);

export type LimitsOfQueues = Readonly<Record<TaskQueueName, TaskLimits>>;
