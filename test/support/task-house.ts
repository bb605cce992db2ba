import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../functions/compose/runtime.js';
import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { hasEnded, type Task } from '../../shared/domain/tasks/task.js';
import type { TaskLimits } from '../../shared/domain/tasks/task-life.js';
import type { TaskQueueName } from '../../shared/ports/task-queue.js';
import type { Jobs } from '../../shared/use-cases/tasks/job.js';
import { makeManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { makeSweepTasks } from '../../shared/use-cases/tasks/sweep-tasks.js';
import { settingsOf } from '../../shared/use-cases/tasks/task-settings.js';
import { TaskWatcher } from '../../shared/use-cases/tasks/watch-tasks.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** Long enough for a busy machine, and short where a test waits for it to pass. */
const patient: TaskLimits = {
  ...{ queueMs: 60_000, runMs: 60_000, totalMs: 120_000, keepMs: 60_000 },
  ...{ leaseMs: 5_000, resendMs: 60_000, maxAttempts: 3 },
};

export interface TaskHouseOptions {
  readonly limits?: Partial<TaskLimits>;
  readonly maxPending?: number;
}

/** The embedded records and messages in a temporary folder, and all use-cases of tasks over them. */
export async function openTaskHouse(options: TaskHouseOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tasks-'));
  const telemetry = new RecordedTelemetry();
  const report = (error: unknown) => telemetry.exception(error);
  const { tasks, queue, close } = openEmbeddedTasks(folder, { report });
  const limit = { ...patient, ...options.limits };
  const limits = { recommendations: limit, jobs: limit };
  const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: 5 });
  const clock = () => Date.now();
  const common = { tasks, queue, limits, watchTasks, clock, telemetry, newId };
  const { maxPending = 100 } = options;
  return {
    ...common,
    folder,
    manageTasks: makeManageTasks({ ...common, maxPending }),
    sweepTasks: makeSweepTasks(common),
    /** A worker of its own name. */
    runner: (jobs: Jobs) => makeRunTask({ ...common, jobs, holder: randomUUID() }),
    /** Works off a queue until closed. */
    work(jobs: Jobs, name: TaskQueueName = 'recommendations') {
      const run = makeRunTask({ ...common, jobs, holder: randomUUID() });
      const taskOf = (body: unknown) => (body as { readonly taskId: string }).taskId;
      return queue.receive(name, ({ body, signal }) => run(taskOf(body), signal), 4);
    },
    start: async (owner = 'ann', request: unknown = { limit: 1 }) =>
      (
        await makeManageTasks({ ...common, maxPending }).start({
          kind: 'recommend-v1',
          owner,
          request,
        })
      ).task,
    /** Settles with the record once a state fits. */
    async until(id: string, fits: (task: Task) => boolean = hasEnded): Promise<Task> {
      const now = await tasks.get(id);
      if (now && fits(now)) return now;
      return new Promise((resolve) => {
        const unwatch = watchTasks.watch(id, now?.revision ?? -1, (task) => {
          if (task === undefined || !fits(task)) return;
          unwatch();
          resolve(task);
        });
      });
    },
    queueOf: (task: Task) => settingsOf(task.kind).queue,
    async close() {
      watchTasks.close();
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
export type TaskHouse = Awaited<ReturnType<typeof openTaskHouse>>;

/** A job that settles when it is told to, and says when it has begun and what became of its signal. */
export function heldJob() {
  const begun: { readonly signal: AbortSignal; finish(result: unknown): void }[] = [];
  let told: () => void = () => undefined;
  return {
    begun,
    /** Settles once so many runs have begun. */
    async hasBegun(count: number): Promise<void> {
      while (begun.length < count) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
    job: {
      run: ({ signal }: { readonly signal: AbortSignal }) =>
        new Promise<{ readonly result: unknown }>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          begun.push({ signal, finish: (result) => resolve({ result }) });
          told();
        }),
    },
  };
}
