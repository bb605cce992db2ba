import type { Task, TaskKind } from '../../domain/tasks/task.js';
import type { Progress } from '../../ports/runtime.js';

export interface JobRun {
  readonly task: Task;
  /** Written to the record now and then; `done` and `total` count the whole run. */
  readonly progress: Pick<Progress, 'report'>;
  /** Aborted as soon as the task is to stop, is out of time, or another worker has taken it. */
  readonly signal: AbortSignal;
  /** Renews the claim, and rejects where it no longer counts: to be awaited before what must happen once. */
  confirm(): Promise<void>;
}

export interface JobResult {
  /** JSON. */
  readonly result?: unknown;
  /** Why it did not do what was asked, in words. */
  readonly reason?: string;
}

/**
 * What a task of one kind does. Rejects with `invalid` where another attempt would fail alike, with anything else where it
 * may not. May run more than once for a task, after a worker died.
 */
export interface Job {
  run(run: JobRun): Promise<JobResult>;
}

export type Jobs = Readonly<Partial<Record<TaskKind, Job>>>;
