import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import type { Config } from '../../shared/config.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
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
  close(): Promise<void>;
}

/** A look takes microseconds here; a stop is to reach other processes in a few milliseconds. */
const watchEveryMs = 10;
/** A training, an import and a sync of vectors go well beside each other. */
const jobsAtOnce = 3;

/** Tasks of a data folder: their records, and what carries the wake-ups. */
export async function composeTasks(config: Config, runtime: Runtime): Promise<Tasks> {
  const { limits, maxQueued, concurrency } = config.tasks;
  const { clock, telemetry, newId } = runtime;
  const report = (error: unknown) => telemetry.exception(error, { during: 'receiving tasks' });
  const embedded = openEmbeddedTasks(config.dataDir, { lockMs: limits.jobs.leaseMs, report });
  const { tasks } = embedded;
  const claims = await composeClaims(config, newId);
  const queue = claims.sending(await openQueue(config, embedded.queue, telemetry));
  const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: watchEveryMs });
  const common = { ...runtime, tasks, queue, watchTasks, limits };
  const running = (jobs: Jobs) => makeRunTask({ ...common, jobs, holder: newId() });
  return {
    queue,
    watchTasks,
    manageTasks: makeManageTasks({ ...common, maxPending: maxQueued }),
    sweepTimer: sweepTasksTimer(makeSweepTasks({ tasks, queue, limits, clock })),
    recommendationTrigger: (jobs) =>
      opening(claims, taskMessageTrigger(running(jobs), { queue: 'recommendations', concurrency })),
    jobTrigger: (jobs) =>
      opening(
        claims,
        taskMessageTrigger(running(jobs), { queue: 'jobs', concurrency: jobsAtOnce }),
      ),
    async close() {
      watchTasks.close();
      await queue.close();
      await embedded.close();
    },
  };
}

type Claims = Awaited<ReturnType<typeof composeClaims>>;

const opening = (claims: Claims, trigger: QueueTrigger): QueueTrigger => ({
  ...trigger,
  handle: claims.opening(trigger.handle),
});

/** What is only needed for one of them is only loaded for it. */
async function openQueue(
  { tasks: { queue } }: Config,
  embedded: TaskQueue,
  telemetry: Telemetry,
): Promise<TaskQueue> {
  switch (queue.kind) {
    case 'embedded':
      return embedded;
    case 'storage': {
      const { storageTaskQueue } = await import(
        '../../shared/adapters/cloud/storage-task-queue.js'
      );
      return storageTaskQueue({ connection: queue.connection, telemetry });
    }
    case 'service-bus': {
      const { serviceBusTaskQueue } = await import(
        '../../shared/adapters/cloud/service-bus-task-queue.js'
      );
      return serviceBusTaskQueue({ connection: queue.connection, telemetry });
    }
  }
}
