import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import type { Config } from '../../shared/config.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import { makeManageTasks, type TaskWish } from '../../shared/use-cases/tasks/manage-tasks.js';
import { runHere } from '../../shared/use-cases/tasks/run-here.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { TaskWatcher } from '../../shared/use-cases/tasks/watch-tasks.js';
import type { Places } from './places/places.js';
import { newId } from './runtime.js';

/** Nobody but this process can ask for a stop, and it looks at once when it does. */
const watchEveryMs = 1_000;

/** Has a job done by this process, once, with a record of it; settles when it has ended, however. */
export async function doJobHere(
  { tasks: { limits } }: Config,
  places: Pick<Places, 'tasks'>,
  { job, ...wish }: Pick<TaskWish, 'kind' | 'owner' | 'request'> & { readonly job: Job },
  signal: AbortSignal,
): Promise<void> {
  // What fails is told to the person who waits.
  const telemetry = consoleTelemetry('silent');
  const { tasks } = await places.tasks();
  const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: watchEveryMs });
  const once = { ...limits, jobs: { ...limits.jobs, maxAttempts: 1 } };
  const parts = { tasks, watchTasks, limits: once, clock: Date.now, newId, telemetry };
  // It is begun here and now: there is nobody to wake.
  const queue = { send: async () => undefined };
  const manageTasks = makeManageTasks({ ...parts, queue, maxPending: Number.POSITIVE_INFINITY });
  const runTask = makeRunTask({ ...parts, jobs: { [wish.kind]: job }, holder: newId() });
  try {
    await runHere({ manageTasks, runTask }, wish, signal);
  } finally {
    watchTasks.close();
  }
}
