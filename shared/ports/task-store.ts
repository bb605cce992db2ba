import type { Task } from '../domain/task.js';

/** The records of long work; the truth about its state, whatever messages say. */
export interface TaskStore {
  /** Throws `conflict` where the id is taken. */
  create(task: Task): Promise<void>;
  get(id: string): Promise<Task | undefined>;
  /**
   * Replaces the record by one whose `revision` is one higher, provided it is still at the revision before; false where
   * another change came first.
   */
  replace(task: Task): Promise<boolean>;
  /** Newest first. */
  list(kind: Task['kind'], limit: number): Promise<readonly Task[]>;
}
