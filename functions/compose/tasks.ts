import type { Config } from '../../shared/config.js';
import type { TaskQueue } from '../../shared/ports/task-queue.js';
import type { Jobs } from '../../shared/use-cases/tasks/job.js';
import { type ManageTasks, makeManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { makeSweepTasks } from '../../shared/use-cases/tasks/sweep-tasks.js';
import { TaskWatcher, type WatchTasks } from '../../shared/use-cases/tasks/watch-tasks.js';
import { taskMessageTrigger } from '../queue/task-messages.js';
import { sweepTasksTimer } from '../timer/sweep-tasks.js';
import type { QueueTrigger, TimerTrigger } from '../trigger.js';
import { composeClaims } from './claims.js';
import type { Places } from './places/places.js';
import type { Runtime } from './runtime.js';

export interface Tasks {
  readonly queue: TaskQueue;
  readonly manageTasks: ManageTasks;
  readonly watchTasks: WatchTasks;
  readonly sweepTimer: TimerTrigger;
  /** Short work of sessions; any process may do it. */
  recommendationTrigger(jobs: Jobs): QueueTrigger;
  /** The shop's own long work, for the process that has the store. */
  jobTrigger(jobs: Jobs): QueueTrigger;
  /** Watches no more; the places close themselves. */
  close(): void;
}

/** A training, an import and a sync of vectors go well beside each other. */
const jobsAtOnce = 3;

/** Records of tasks, and what carries the wake-ups. */
export async function composeTasks(
  config: Config,
  runtime: Runtime,
  places: Pick<Places, 'tasks'>,
): Promise<Tasks> {
  const { limits, maxQueued, concurrency, sweepSchedule } = config.tasks;
  const { clock, telemetry, newId, trace } = runtime;
  const place = await places.tasks();
  const { tasks, watchEveryMs } = place;
  const claims = await composeClaims(config, newId);
  const queue = claims.sending(place.queue);
  const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: watchEveryMs });
  const common = { ...runtime, tasks, queue, watchTasks, limits };
  const running = (jobs: Jobs) => makeRunTask({ ...common, jobs, holder: newId() });
  return {
    queue,
    watchTasks,
    manageTasks: makeManageTasks({ ...common, maxPending: maxQueued }),
    sweepTimer: sweepTasksTimer(makeSweepTasks({ tasks, queue, limits, clock }), sweepSchedule),
    recommendationTrigger: (jobs) =>
      opening(
        claims,
        taskMessageTrigger(running(jobs), { queue: 'recommendations', concurrency, trace }),
      ),
    jobTrigger: (jobs) =>
      opening(
        claims,
        taskMessageTrigger(running(jobs), { queue: 'jobs', concurrency: jobsAtOnce, trace }),
      ),
    close: () => watchTasks.close(),
  };
}

type Claims = Awaited<ReturnType<typeof composeClaims>>;

const opening = (claims: Claims, trigger: QueueTrigger): QueueTrigger => ({
  ...trigger,
  handle: claims.opening(trigger.handle),
});
