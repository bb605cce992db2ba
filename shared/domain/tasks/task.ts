import type { Origin } from '../trace-context.js';

export const taskKinds = [
  'recommend-v1',
  'recommend-v2',
  'retrain',
  'import',
  'sync-vectors',
] as const;
export type TaskKind = (typeof taskKinds)[number];

export const taskStatuses = ['pending', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** Whose the shop's own long work is: retraining, imports, vector syncs. No session can have this name. */
export const shopOwner = '/shop';

/** The right of one worker to run a task, until it is renewed or runs out. */
interface TaskLease {
  readonly holder: string;
  /** Milliseconds since 1970 UTC. */
  readonly until: number;
}

/** Long work that can be watched and stopped; its record is the truth, whatever messages say. Times are milliseconds since 1970 UTC. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  /** A session, or `shopOwner`; nobody else sees the task. */
  readonly owner: string;
  readonly status: TaskStatus;
  /** What it is doing, in words. */
  readonly stage: string;
  /** 0 to 1, never falling within an attempt. */
  readonly progress: number;
  /** Milliseconds still to go, where that can be told. */
  readonly etaMs?: number;
  /** What is to be done, as JSON; the kind's job knows its shape. */
  readonly request: unknown;
  /** How often a worker has begun it. */
  readonly attempt: number;
  /** How many of these a worker that was stopped gave back: they do not count as failures. */
  readonly returned?: number;
  /** Held by the worker that runs it; absent or over where nobody does. */
  readonly lease?: TaskLease;
  readonly isCancelRequested: boolean;
  /** A retried request with the same key, and the same fingerprint of what was asked, gets this task again. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /** The request that asked for it, so that whoever runs it goes on with its trace. */
  readonly origin?: Origin;
  readonly createdAt: number;
  /** When the newest attempt began. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Fails if no worker has begun it by then … */
  readonly startBy: number;
  /** … if an attempt takes longer than this … */
  readonly runMs: number;
  /** … or if it has not ended by then. */
  readonly endBy: number;
  /** When a lost message is sent anew, if nothing has happened by then. */
  readonly wakeAt: number;
  /** When the record may be forgotten: some time after the end. */
  readonly expiresAt: number;
  /** Why it failed, was cancelled, or did not what was asked, in words. */
  readonly reason?: string;
  /** It failed because its attempts were used up: its message is kept aside. */
  readonly isPoison?: boolean;
  /** What came of it, as JSON; only ever there when completed. */
  readonly result?: unknown;
  /** Counts the changes of this record. */
  readonly revision: number;
}

/** One worker's right to one attempt: what it writes counts only while the record still names it. */
export interface Claim {
  readonly holder: string;
  readonly attempt: number;
}

export const hasEnded = ({ status }: Task): boolean => status !== 'pending';

export const isHeld = ({ lease }: Task, now: number): boolean =>
  lease !== undefined && lease.until > now;
