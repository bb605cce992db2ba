import type { Task } from '../../domain/task.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { Lease, Leases } from '../../ports/leases.js';
import type { Clock, NewId, Progress } from '../../ports/runtime.js';
import type { TaskStore } from '../../ports/task-store.js';
import { type Guard, guardRun, leaseLost, Stopped } from './guard.js';
import { newsSince } from './news.js';
import { recordProgress } from './record-progress.js';
import { runTraining, type Trained, type TrainingDependencies } from './run-training.js';
import { changeTask, failAbandoned, pendingTask } from './task-record.js';

/** What became of the wish to train. */
export type Started =
  | {
      readonly kind: 'started';
      readonly task: Task;
      /** Resolves with the ended task; never rejects. */
      readonly ended: Promise<void>;
    }
  /** One runs already, on this instance or another; unknown where its record is only being made. */
  | { readonly kind: 'running'; readonly task: Task | undefined }
  /** The record that says so, be it of an earlier wish. */
  | { readonly kind: 'nothing-new'; readonly task: Task };

export interface Retrain {
  /** Begins a run, unless one runs or nothing has happened since the last. */
  start(): Promise<Started>;
  /** Newest first: what was done, what came of it, and why. */
  runs(limit: number): Promise<readonly Task[]>;
  /** Asks the run under way to stop, wherever it runs; undefined where none is. */
  requestStop(): Promise<Task | undefined>;
  /** Ends a run of this process, and waits until it has, but not for ever. */
  close(): Promise<void>;
}

export interface RetrainDependencies extends TrainingDependencies {
  readonly tasks: TaskStore;
  readonly leases: Leases;
  readonly changes: ChangeLog;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly progress: Progress;
  /** How long a dead trainer keeps others out. */
  readonly leaseMs?: number;
  /** How often the record is looked at for a wish to stop that came to another instance. */
  readonly watchEveryMs?: number;
}

const leaseName = 'retrain';
const closeWithinMs = 5_000;

/** One training at a time across all instances, each with a record that says what it did and why. */
export function makeRetrain(dependencies: RetrainDependencies): Retrain {
  const { tasks, leases, clock } = dependencies;
  const leaseMs = dependencies.leaseMs ?? 15_000;
  let running: { readonly guard: Guard; readonly ended: Promise<void> } | undefined;

  async function begin(lease: Lease): Promise<Started> {
    await failAbandoned(tasks, clock());
    const reason = await newsSince(dependencies);
    if (reason !== undefined) {
      const task = await recordNothing(dependencies, reason);
      await lease.release();
      return { kind: 'nothing-new', task };
    }
    const task = newTask(dependencies);
    await tasks.create(task);
    const guard = guardRun({
      ...{ lease, renewEveryMs: leaseMs / 3, watchEveryMs: dependencies.watchEveryMs ?? 200 },
      isStopRequested: async () => (await tasks.get(task.id))?.isCancelRequested ?? false,
    });
    const ended = runTask(dependencies, { task, lease, guard }).finally(() => {
      running = undefined;
    });
    running = { guard, ended };
    return { kind: 'started', task, ended };
  }

  return {
    async start() {
      const lease = await leases.acquire(leaseName, leaseMs);
      if (lease === undefined) return { kind: 'running', task: await pendingTask(tasks) };
      try {
        return await begin(lease);
      } catch (error) {
        await lease.release().catch(() => undefined);
        throw error;
      }
    },
    runs: (limit) => tasks.list('retrain', limit),
    async requestStop() {
      const task = await pendingTask(tasks);
      if (task === undefined) return undefined;
      const asked = await changeTask(tasks, task.id, { isCancelRequested: true });
      running?.guard.stop('a stop was asked for');
      return asked;
    },
    async close() {
      running?.guard.stop('the process was stopped');
      await Promise.race([running?.ended, pause(closeWithinMs)]);
    },
  };
}

/** One record for as long as nothing happens: a timer asks again every few minutes. */
async function recordNothing(dependencies: RetrainDependencies, reason: string): Promise<Task> {
  const { tasks, clock } = dependencies;
  const [newest] = await tasks.list('retrain', 1);
  if (newest?.status === 'completed' && newest.reason === reason) return newest;
  const task: Task = {
    ...newTask(dependencies),
    ...{ status: 'completed', stage: 'Nothing new', progress: 1, endedAt: clock(), reason },
  };
  await tasks.create(task);
  return task;
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

function newTask({ newId, clock }: RetrainDependencies): Task {
  return {
    ...{ id: newId(), kind: 'retrain', status: 'pending', stage: 'Starting', progress: 0 },
    ...{ isCancelRequested: false, createdAt: clock(), revision: 0 },
  };
}

async function runTask(
  dependencies: RetrainDependencies,
  run: { readonly task: Task; readonly lease: Lease; readonly guard: Guard },
): Promise<void> {
  const { tasks, clock, telemetry } = dependencies;
  const { task, lease, guard } = run;
  const write = (fields: Parameters<typeof changeTask>[2]) => changeTask(tasks, task.id, fields);
  const progress = recordProgress(write, dependencies.progress, clock);
  const end = await runTraining(dependencies, {
    ...{ seed: task.createdAt >>> 0, progress, signal: guard.signal },
    async mayPublish() {
      if (!(await lease.renew())) throw leaseLost();
    },
  }).then(summary, failure);
  try {
    progress.end();
    guard.end();
    await progress.settled();
    await write({ ...end, endedAt: clock() });
    telemetry.event('retrain', { task: task.id, status: end.status, reason: end.reason });
  } catch (error) {
    telemetry.exception(error, { during: 'ending a training task', task: task.id });
  } finally {
    await lease.release().catch((error) => telemetry.exception(error, { during: 'lease' }));
  }
}

type End = Required<Pick<Task, 'status' | 'reason'>> &
  Pick<Task, 'result'> & { progress?: number; etaMs?: number };

function summary({ outcome, manifest }: Trained): End {
  const { data, verdict, declined } = outcome;
  const models = (manifest?.models ?? []).map(({ files, ...entry }) => entry);
  const judged = manifest?.verdict ?? verdict;
  const result = { version: manifest?.version, verdict: judged, data, models, declined };
  return { status: 'completed', progress: 1, etaMs: 0, reason: judged.reason, result };
}

function failure(error: unknown): End {
  const reason = error instanceof Error ? error.message : String(error);
  return { status: error instanceof Stopped ? 'cancelled' : 'failed', reason };
}
