export const taskStatuses = ['pending', 'completed', 'failed', 'cancelled'] as const;
type TaskStatus = (typeof taskStatuses)[number];

/** Long work that can be watched and stopped. Times are milliseconds since 1970 UTC. */
export interface Task {
  readonly id: string;
  readonly kind: 'retrain';
  readonly status: TaskStatus;
  /** What it is doing, in words. */
  readonly stage: string;
  /** 0 to 1, never falling. */
  readonly progress: number;
  /** Milliseconds still to go, where that can be told. */
  readonly etaMs?: number;
  readonly isCancelRequested: boolean;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** Why it failed or did not what was asked, in words. */
  readonly reason?: string;
  /** What came of it, as JSON. */
  readonly result?: unknown;
  /** Counts the changes of this record. */
  readonly revision: number;
}
