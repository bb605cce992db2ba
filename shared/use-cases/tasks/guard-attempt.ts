import { setMaxListeners } from 'node:events';
import { AppError } from '../../domain/errors.js';
import type { Claim, Task } from '../../domain/tasks/task.js';
import { beaten, holds, type Standing, type TaskLimits } from '../../domain/tasks/task-life.js';
import type { Clock, Telemetry } from '../../ports/runtime.js';
import type { TaskStore } from '../../ports/task-store.js';
import { changeTask } from './change-task.js';
import type { JobRun } from './job.js';
import { recordProgress } from './record-progress.js';
import type { WatchTasks } from './watch-tasks.js';

/** Why an attempt is to end before it is done; no failure of the job. */
export class ReasonToEnd extends Error {
  override readonly name = 'ReasonToEnd';
  readonly outcome: 'cancelled' | 'failed' | 'broken' | 'returned';

  constructor(outcome: ReasonToEnd['outcome'], message: string) {
    super(message);
    this.outcome = outcome;
  }
}

interface GuardDependencies {
  readonly tasks: TaskStore;
  readonly watchTasks: WatchTasks;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

interface Guarded {
  readonly task: Task;
  readonly claim: Claim;
  readonly limits: TaskLimits;
}

export interface Guard extends Pick<JobRun, 'progress' | 'signal' | 'confirm'> {
  /** Rejects once a job that was told to end has not done so for too long. */
  readonly ranOver: Promise<never>;
  /** Ends the watching; resolves once nothing of it writes any more. */
  end(): Promise<void>;
}

/** A job that is told to end has this long before its task ends without it. */
const graceMs = 5_000;

/**
 * What holds an attempt and what may end it: renews the lease, writes progress, and aborts the signal when a stop is asked
 * for on whatever instance, the time is up, the claim is lost, or the receiver (`closing`) ends.
 */
export function guardAttempt(
  { tasks, watchTasks, clock, telemetry }: GuardDependencies,
  { task, claim, limits }: Guarded,
  closing: AbortSignal,
): Guard {
  const controller = new AbortController();
  // A job may wait for a hundred look-ups at a time.
  setMaxListeners(0, controller.signal);
  const end = (reason: ReasonToEnd) => controller.abort(reason);

  function check(now: Task | undefined): void {
    if (now === undefined || !holds(now, claim)) end(lost());
    else if (now.isCancelRequested) end(new ReasonToEnd('cancelled', now.reason ?? ''));
  }
  async function beat(standing?: Standing): Promise<void> {
    check(
      await changeTask(tasks, task.id, (now) =>
        beaten(now, claim, { now: clock(), limits, standing }),
      ),
    );
  }
  const progress = recordProgress(beat, clock);
  const timers = [
    setInterval(() => void beat().catch(() => undefined), limits.leaseMs / 3),
    ...deadlines(task, clock()).map(([ms, reason]) => setTimeout(() => end(reason), ms)),
  ];
  const unwatch = watchTasks.watch(task.id, task.revision, check);
  const close = () => end(new ReasonToEnd('returned', 'the process that ran it was stopped'));
  if (closing.aborted) close();
  closing.addEventListener('abort', close);
  const overrun = awaitOverrun(controller.signal, () =>
    telemetry.event('task-overrun', { task: task.id, kind: task.kind }),
  );
  return {
    progress,
    signal: controller.signal,
    ranOver: overrun.happened,
    async confirm() {
      await beat();
      controller.signal.throwIfAborted();
    },
    async end() {
      for (const timer of timers) clearTimeout(timer);
      unwatch();
      closing.removeEventListener('abort', close);
      overrun.end();
      await progress.settled();
    },
  };
}

const lost = () => new ReasonToEnd('broken', 'another worker has taken it');

/** A timer cannot wait longer than this. */
const longestTimerMs = 2 ** 31 - 1;

function deadlines(
  { runMs, endBy }: Task,
  now: number,
): readonly (readonly [number, ReasonToEnd])[] {
  const late = (what: string) => new ReasonToEnd('failed', what);
  const run = [runMs, late(`an attempt took longer than ${runMs / 1000} s`)] as const;
  const total = [endBy - now, late('it took longer than it may in all')] as const;
  return [run, total].map(([ms, reason]) => [Math.max(0, Math.min(ms, longestTimerMs)), reason]);
}

/** `happened` rejects where the signal was aborted and `end` has not been called in time after that. */
function awaitOverrun(
  signal: AbortSignal,
  tell: () => void,
): { readonly happened: Promise<never>; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let start: () => void = () => undefined;
  const happened = new Promise<never>((_, reject) => {
    start = () => {
      timer = setTimeout(() => {
        tell();
        reject(new AppError('unavailable', 'it did not stop when it was told to'));
      }, graceMs).unref();
    };
    signal.addEventListener('abort', start);
  });
  // Nobody listens any more once the job has settled.
  happened.catch(() => undefined);
  return {
    happened,
    end() {
      signal.removeEventListener('abort', start);
      clearTimeout(timer);
    },
  };
}
