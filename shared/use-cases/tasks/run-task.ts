import { AppError } from '../../domain/errors.js';
import { type Claim, hasEnded, type Task } from '../../domain/tasks/task.js';
import {
  beginning,
  concluded,
  type Outcome,
  type TaskLimits,
} from '../../domain/tasks/task-life.js';
import type { Clock, Telemetry } from '../../ports/runtime.js';
import type { Settlement } from '../../ports/task-queue.js';
import type { TaskStore } from '../../ports/task-store.js';
import { changeTask } from './change-task.js';
import { guardAttempt, ReasonToEnd } from './guard-attempt.js';
import type { Jobs } from './job.js';
import { type LimitsOfQueues, settingsOf } from './task-settings.js';
import type { WatchTasks } from './watch-tasks.js';

/** Does what a task's message asks for. Rejects only where the records cannot be read or written. */
export type RunTask = (taskId: string, signal: AbortSignal) => Promise<Settlement>;

export interface RunTaskDependencies {
  readonly tasks: TaskStore;
  readonly jobs: Jobs;
  readonly limits: LimitsOfQueues;
  readonly watchTasks: WatchTasks;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Of this process, unique among all. */
  readonly holder: string;
}

const complete: Settlement = { kind: 'complete' };

/**
 * At-least-once messages, an effect once: an attempt is claimed in the record by compare-and-set, held by a lease, and its
 * outcome counts only while the record still names it. A message of a task that has ended does nothing.
 */
export function makeRunTask(dependencies: RunTaskDependencies): RunTask {
  const { tasks, clock, holder } = dependencies;
  return async function runTask(taskId, signal) {
    const found = await tasks.get(taskId);
    if (found === undefined) return complete;
    const limits = dependencies.limits[settingsOf(found.kind).queue];
    const next = beginning(found, { now: clock(), holder, limits });
    if (next.kind === 'held') return { kind: 'retry', delayMs: Math.max(1, next.until - clock()) };
    if (next.kind === 'over') return ofEnded(next.task);
    if (!(await tasks.replace(next.task))) return runTask(taskId, signal);
    if (next.kind === 'end') return report(dependencies, next.task);
    return attempt(dependencies, { task: next.task, claim: next.claim, limits }, signal);
  };
}

interface Attempt {
  readonly task: Task;
  readonly claim: Claim;
  readonly limits: TaskLimits;
}

async function attempt(
  dependencies: RunTaskDependencies,
  begun: Attempt,
  signal: AbortSignal,
): Promise<Settlement> {
  const { tasks, clock } = dependencies;
  const outcome = await outcomeOf(dependencies, begun, signal);
  const { task, claim, limits } = begun;
  let isMine = false;
  const left = await changeTask(tasks, task.id, (now) => {
    const end = concluded(now, claim, { outcome, now: clock(), limits });
    isMine = end !== undefined;
    return end;
  });
  // Whoever has taken the task answers for its message.
  if (left === undefined || !isMine) return complete;
  if (hasEnded(left)) return report(dependencies, left);
  return { kind: 'retry', delayMs: signal.aborted ? 0 : backoffMs(left.attempt) };
}

/** Runs the job until it settles or, once it is to end, has had time to. */
async function outcomeOf(
  { jobs, ...dependencies }: RunTaskDependencies,
  { task, claim, limits }: Attempt,
  signal: AbortSignal,
): Promise<Outcome> {
  const job = jobs[task.kind];
  if (job === undefined) return { kind: 'broken', reason: `nothing here does ${task.kind}` };
  const guard = guardAttempt(dependencies, { task, claim, limits }, signal);
  try {
    const { progress, confirm } = guard;
    const run = job.run({ task, progress, confirm, signal: guard.signal });
    const done = await Promise.race([run, guard.ranOver]);
    return { kind: 'completed', ...done };
  } catch (error) {
    return failure(
      guard.signal.aborted ? guard.signal.reason : error,
      dependencies.telemetry,
      task,
    );
  } finally {
    await guard.end();
  }
}

function failure(error: unknown, telemetry: Telemetry, { id, kind }: Task): Outcome {
  if (error instanceof ReasonToEnd) return { kind: error.outcome, reason: error.message };
  telemetry.exception(error, { during: 'running a task', task: id, kind });
  const isFinal = error instanceof AppError && error.code === 'invalid';
  // What is no failure of ours to name may hold what is nobody's business.
  const reason = error instanceof AppError ? error.message : 'something went wrong here';
  return { kind: isFinal ? 'failed' : 'broken', reason };
}

/** Half a second, doubling, up to half a minute. */
const backoffMs = (attempts: number) => Math.min(30_000, 250 * 2 ** attempts);

function report({ telemetry }: RunTaskDependencies, task: Task): Settlement {
  const { id, kind, status, attempt: attempts, createdAt, startedAt, endedAt = createdAt } = task;
  const figures = {
    queuedMs: (startedAt ?? endedAt) - createdAt,
    runMs: endedAt - (startedAt ?? endedAt),
  };
  telemetry.task({ id, kind, status, attempts, ...figures });
  return ofEnded(task);
}

function ofEnded({ isPoison, reason = '' }: Task): Settlement {
  return isPoison ? { kind: 'dead-letter', reason } : complete;
}
