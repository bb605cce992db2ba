import { type Claim, hasEnded, isHeld, type Task, type TaskStatus } from './task.js';

/** How long tasks may take and are kept, all in milliseconds. */
export interface TaskLimits {
  /** From the start until a worker begins. */
  readonly queueMs: number;
  /** Of one attempt. */
  readonly runMs: number;
  /** From the start to the end, attempts and waiting together. */
  readonly totalMs: number;
  /** From the end until the record is forgotten. */
  readonly keepMs: number;
  /** A worker that has not renewed its lease for so long has lost the task. */
  readonly leaseMs: number;
  /** A message that has led to nothing for so long is taken for lost. */
  readonly resendMs: number;
  /** After so many attempts that failed or broke off, the task fails. */
  readonly maxAttempts: number;
}

type Changes = Partial<Omit<Task, 'id' | 'kind' | 'owner' | 'revision'>>;

const changed = (task: Task, changes: Changes): Task => ({
  ...task,
  ...changes,
  revision: task.revision + 1,
});

/** Why, where nobody gave another reason. */
const stopAsked = 'a stop was asked for';

export interface TaskDraft
  extends Pick<Task, 'id' | 'kind' | 'owner' | 'request' | 'idempotency' | 'origin'> {}

export function newTask(draft: TaskDraft, now: number, limits: TaskLimits): Task {
  return {
    ...draft,
    ...{ status: 'pending', stage: 'Waiting', progress: 0, attempt: 0, isCancelRequested: false },
    ...{ createdAt: now, startBy: now + limits.queueMs, endBy: now + limits.totalMs },
    ...{ runMs: limits.runMs, wakeAt: now + limits.resendMs },
    ...{ expiresAt: now + limits.totalMs + limits.keepMs, revision: 0 },
  };
}

interface Ending extends Pick<Task, 'isPoison'> {
  readonly status: Exclude<TaskStatus, 'pending'>;
  readonly reason?: string;
  readonly result?: unknown;
}

/** Ended; without lease, and without result unless completed. */
function ended(task: Task, ending: Ending, now: number): Task {
  const { lease: _lease, etaMs: _eta, result: _result, reason: _reason, ...rest } = task;
  const keepMs = task.expiresAt - task.endBy;
  const isCompleted = ending.status === 'completed';
  return changed(rest, {
    status: ending.status,
    ...(isCompleted && { progress: 1, stage: 'Done' }),
    ...(ending.reason !== undefined && { reason: ending.reason }),
    ...(ending.isPoison && { isPoison: true }),
    ...(isCompleted && ending.result !== undefined && { result: ending.result }),
    endedAt: now,
    expiresAt: now + keepMs,
  });
}

/**
 * Asks a task to stop: at once where nobody runs it, else by a flag that its worker sees. Undefined where there is nothing
 * to change: it has ended, or was asked before.
 */
export function cancelled(task: Task, now: number, reason: string): Task | undefined {
  if (hasEnded(task)) return undefined;
  if (!isHeld(task, now)) return ended(task, { status: 'cancelled', reason }, now);
  if (task.isCancelRequested) return undefined;
  return changed(task, { isCancelRequested: true, reason });
}

/** Ends a task that nobody runs and whose time is over; undefined where it has time. */
export function overdue(task: Task, now: number): Task | undefined {
  if (hasEnded(task) || isHeld(task, now)) return undefined;
  const fail = (reason: string) => ended(task, { status: 'failed', reason }, now);
  if (task.isCancelRequested)
    return ended(task, { status: 'cancelled', reason: task.reason ?? stopAsked }, now);
  if (now >= task.endBy)
    return fail(`it had not ended ${seconds(task.endBy - task.createdAt)} after its start`);
  if (task.attempt === 0 && now >= task.startBy)
    return fail(`no worker began it within ${seconds(task.startBy - task.createdAt)}`);
  return undefined;
}

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;

/** What a worker that got a task's message is to do. */
export type Beginning =
  /** Write `task`, and run it. */
  | { readonly kind: 'run'; readonly task: Task; readonly claim: Claim }
  /** Write `task`, which ends by this. */
  | { readonly kind: 'end'; readonly task: Task }
  /** Somebody else runs it until then, if they live. */
  | { readonly kind: 'held'; readonly until: number }
  /** Nothing: it has ended. */
  | { readonly kind: 'over'; readonly task: Task };

export function beginning(
  task: Task,
  {
    now,
    holder,
    limits,
  }: { readonly now: number; readonly holder: string; readonly limits: TaskLimits },
): Beginning {
  if (hasEnded(task)) return { kind: 'over', task };
  if (isHeld(task, now)) return { kind: 'held', until: task.lease?.until ?? now };
  const late = overdue(task, now);
  if (late) return { kind: 'end', task: late };
  if (hasUsedUp(task, limits))
    return {
      kind: 'end',
      task: givenUp(task, now, task.reason ?? 'its workers ended before it did'),
    };
  const claim = { holder, attempt: task.attempt + 1 };
  const lease = { holder, until: now + limits.leaseMs };
  const fields = { attempt: claim.attempt, startedAt: now, lease, progress: 0, stage: 'Starting' };
  const { etaMs: _eta, ...rest } = task;
  const begun = changed(rest, { ...fields, wakeAt: lease.until + limits.resendMs });
  return { kind: 'run', task: begun, claim };
}

const hasUsedUp = ({ attempt, returned = 0 }: Task, { maxAttempts }: TaskLimits): boolean =>
  attempt - returned >= maxAttempts;

function givenUp(task: Task, now: number, why: string): Task {
  const attempts = task.attempt === 1 ? 'one attempt' : `${task.attempt} attempts`;
  const reason = `gave up after ${attempts}: ${why}`;
  return ended(task, { status: 'failed', reason, isPoison: true }, now);
}

/** Whether the record still names this worker and attempt. A lease that ran out counts until somebody else took the task. */
export const holds = (task: Task, { holder, attempt }: Claim): boolean =>
  !hasEnded(task) && task.attempt === attempt && task.lease?.holder === holder;

/** What a record says of a run under way. */
export interface Standing {
  readonly stage: string;
  readonly progress: number;
  readonly etaMs?: number;
}

/** Renews the lease and tells how far the run is; undefined where the claim no longer counts. */
export function beaten(
  task: Task,
  claim: Claim,
  beat: {
    readonly now: number;
    readonly limits: TaskLimits;
    readonly standing?: Standing | undefined;
  },
): Task | undefined {
  if (!holds(task, claim)) return undefined;
  const { now, limits, standing } = beat;
  const until = now + limits.leaseMs;
  const progress = Math.max(task.progress, standing?.progress ?? 0);
  return changed(task, {
    ...standing,
    ...{ progress, lease: { holder: claim.holder, until }, wakeAt: until + limits.resendMs },
  });
}

/** How an attempt came out. */
export type Outcome =
  | { readonly kind: 'completed'; readonly result?: unknown; readonly reason?: string }
  | { readonly kind: 'cancelled'; readonly reason: string }
  /** Trying again makes no sense. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Worth another attempt, while there are any left. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** The worker was stopped, through no fault of the task. */
  | { readonly kind: 'returned'; readonly reason: string };

/**
 * The record after an attempt; undefined where the claim no longer counts. A stop that was asked for first wins over
 * whatever the attempt came to.
 */
export function concluded(
  task: Task,
  claim: Claim,
  {
    outcome,
    now,
    limits,
  }: { readonly outcome: Outcome; readonly now: number; readonly limits: TaskLimits },
): Task | undefined {
  if (!holds(task, claim)) return undefined;
  if (task.isCancelRequested)
    return ended(task, { status: 'cancelled', reason: task.reason ?? stopAsked }, now);
  const { kind } = outcome;
  if (kind !== 'broken' && kind !== 'returned')
    return ended(task, { ...outcome, status: kind }, now);
  if (kind === 'broken' && hasUsedUp(task, limits)) return givenUp(task, now, outcome.reason);
  const { returned = 0 } = task;
  const { lease: _lease, etaMs: _eta, ...rest } = task;
  return changed(rest, {
    ...{ stage: 'Waiting for another attempt', reason: outcome.reason },
    ...(kind === 'returned' && { returned: returned + 1 }),
    wakeAt: now + limits.resendMs,
  });
}

/** Puts off the next look of the sweep. */
export const woken = (task: Task, now: number, limits: TaskLimits): Task =>
  changed(task, { wakeAt: now + limits.resendMs });
