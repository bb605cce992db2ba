import type { Task, TaskKind, TaskStatus } from '../domain/tasks/task.js';

/** What a new task means for one of the same owner and kind that has not ended. */
export type StartPolicy =
  /** That one is asked to stop. */
  | 'supersede'
  /** That one is given back, and nothing new is made. */
  | 'single';

export type StartedTask =
  /** `superseded`: as they are now; those that nobody ran have ended by this. */
  | { readonly kind: 'created'; readonly superseded: readonly Task[] }
  /** The one that an earlier request with the same idempotency key made. */
  | { readonly kind: 'replayed'; readonly task: Task }
  /** The one that has not ended (`single`). */
  | { readonly kind: 'running'; readonly task: Task };

export interface TaskQuery {
  readonly owner?: string | undefined;
  readonly kinds?: readonly TaskKind[] | undefined;
  readonly status?: TaskStatus | undefined;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

export interface TaskPage {
  readonly tasks: readonly Task[];
  /** Present where there are more. */
  readonly cursor?: string;
}

/** The records of long work; the truth about its state, whatever messages say. What a promise settled for outlives its process. */
export interface TaskStore {
  /**
   * Adds the task and does to its owner's others of that kind what the policy says, in one step: of any number of starts
   * at a time all but one end up superseded. The task's `createdAt` is taken for now. Throws `conflict` where the id is
   * taken (by the owner: ids are nobody else's to guess), or where its idempotency key was used by the owner for something
   * else (another fingerprint); `too-large` for a record that cannot be kept.
   */
  start(task: Task, policy: StartPolicy): Promise<StartedTask>;
  get(id: string): Promise<Task | undefined>;
  /**
   * Replaces the record by one whose `revision` is one higher, provided it is still at the revision before; false where
   * another change came first, or there is none. Throws `too-large` as `start`.
   */
  replace(task: Task): Promise<boolean>;
  /** Of those that exist: how often each was changed. Cheap enough to ask again and again, how often depends on the store. */
  revisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Newest first, of one time by falling id. Throws `invalid` for a cursor that is none. */
  list(query: TaskQuery): Promise<TaskPage>;
  /** Tasks of these kinds that have not ended. */
  countPending(kinds: readonly TaskKind[]): Promise<number>;
  /** Tasks that have not ended and whose `wakeAt` has come, the longest overdue first. */
  due(now: number, limit: number): Promise<readonly Task[]>;
  /** Forgets ended tasks whose `expiresAt` has come; how many that the store had not forgotten by itself. */
  removeExpired(now: number): Promise<number>;
}
