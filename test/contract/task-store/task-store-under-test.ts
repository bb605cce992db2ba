import { afterEach, beforeEach } from 'vitest';
import type { Task } from '../../../shared/domain/tasks/task.js';
import { beginning, newTask, type TaskLimits } from '../../../shared/domain/tasks/task-life.js';
import type { TaskStore } from '../../../shared/ports/task-store.js';

interface TaskStoreUnderTest {
  /** One more client of the same tasks, as another process would have it. */
  open(): Promise<TaskStore>;
  /** Closes all clients and throws all tasks away. */
  dispose(): Promise<void>;
}
export type NewTaskStore = () => Promise<TaskStoreUnderTest>;

/** Fresh tasks for each test of the surrounding `describe`, and two clients of them. */
export function freshTaskStores(newStore: NewTaskStore): {
  readonly here: TaskStore;
  readonly there: TaskStore;
} {
  let underTest: TaskStoreUnderTest | undefined;
  let clients: readonly TaskStore[] = [];
  const client = (index: number) => {
    const store = clients[index];
    if (store === undefined) throw new Error('A store is open only while a test runs');
    return store;
  };
  beforeEach(async () => {
    underTest = await newStore();
    clients = [await underTest.open(), await underTest.open()];
  });
  afterEach(async () => {
    await underTest?.dispose();
    clients = [];
  });
  return {
    get here() {
      return client(0);
    },
    get there() {
      return client(1);
    },
  };
}

const limits: TaskLimits = {
  ...{ queueMs: 60_000, runMs: 60_000, totalMs: 300_000, keepMs: 3_600_000 },
  ...{ leaseMs: 5_000, resendMs: 30_000, maxAttempts: 3 },
};
export const start = 1_700_000_000_000;

/** A new task of one owner; `createdAt` from the start of all tests on. */
export function task(id: string, fields: Partial<Task> = {}): Task {
  const draft = { id, kind: 'recommend-v1', owner: 'ann', request: { limit: 20 } } as const;
  return { ...newTask(draft, start, limits), ...fields };
}

/** The task as a worker has begun it. */
export function begun(waiting: Task, now = waiting.createdAt): Task {
  const first = beginning(waiting, { now, holder: 'worker', limits });
  if (first.kind !== 'run') throw new Error(`A waiting task begins; this one is ${first.kind}`);
  return first.task;
}

/** The next revision, with what has changed. */
export const next = (before: Task, fields: Partial<Task> = {}): Task => ({
  ...before,
  ...fields,
  revision: before.revision + 1,
});

/** The next revision, at its end. */
export const done = (before: Task, fields: Partial<Task> = {}): Task =>
  next(before, { status: 'completed', progress: 1, ...fields });

export const idsOf = (tasks: readonly Task[]) => tasks.map(({ id }) => id);
