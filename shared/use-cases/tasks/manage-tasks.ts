import { AppError } from '../../domain/errors.js';
import { hasEnded, type Task, type TaskKind } from '../../domain/tasks/task.js';
import { cancelled, newTask } from '../../domain/tasks/task-life.js';
import { originOf } from '../../domain/trace-context.js';
import type { Clock, NewId, Telemetry } from '../../ports/runtime.js';
import type { TaskQueue } from '../../ports/task-queue.js';
import type { StartPolicy, TaskPage, TaskQuery, TaskStore } from '../../ports/task-store.js';
import type { Trace } from '../../ports/trace.js';
import { changeTask } from './change-task.js';
import { messageOf } from './message-of.js';
import { kindsOf, type LimitsOfQueues, settingsOf } from './task-settings.js';
import type { WatchTasks } from './watch-tasks.js';

export interface TaskWish {
  readonly kind: TaskKind;
  readonly owner: string;
  /** JSON, in one order of fields for one meaning: equal wishes are told by their text. */
  readonly request: unknown;
  readonly idempotencyKey?: string | undefined;
  /** In place of the kind's own. */
  readonly policy?: StartPolicy;
}

interface Wished {
  readonly task: Task;
  /** False where an earlier wish made it, or one of a kind that runs one at a time is under way. */
  readonly isNew: boolean;
}

/** Tasks as their owner sees them. Where `owner` is undefined, the caller may see all. */
export interface ManageTasks {
  /** Throws `overloaded` while too many wait, `conflict` for an idempotency key that meant something else. */
  start(wish: TaskWish): Promise<Wished>;
  /** Throws `not-found`, for somebody else's task too. */
  get(id: string, owner: string | undefined): Promise<Task>;
  /** Throws `not-found` where the owner has had none of that kind. */
  newest(owner: string, kind: TaskKind): Promise<Task>;
  /** Asks a task to stop, wherever it runs; an ended one stays as it is. Throws as `get`. */
  cancel(
    id: string,
    owner: string | undefined,
  ): Promise<{ readonly task: Task; readonly hadEnded: boolean }>;
  list(query: TaskQuery): Promise<TaskPage>;
}

export interface ManageTasksDependencies {
  readonly tasks: TaskStore;
  readonly queue: Pick<TaskQueue, 'send'>;
  readonly watchTasks: WatchTasks;
  readonly limits: LimitsOfQueues;
  /** Tasks of a queue that may be pending. */
  readonly maxPending: number;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: Telemetry;
  readonly trace?: Pick<Trace, 'current'> | undefined;
}

export function makeManageTasks(dependencies: ManageTasksDependencies): ManageTasks {
  const { tasks, watchTasks, clock } = dependencies;
  async function get(id: string, owner: string | undefined): Promise<Task> {
    const task = await tasks.get(id);
    if (task === undefined || (owner !== undefined && task.owner !== owner)) throw unknown();
    return task;
  }
  return {
    start: (wish) => start(dependencies, wish),
    get,
    async newest(owner, kind) {
      const [newest] = (await tasks.list({ owner, kinds: [kind], limit: 1 })).tasks;
      if (newest === undefined) throw unknown();
      return newest;
    },
    async cancel(id, owner) {
      const { status } = await get(id, owner);
      if (status !== 'pending') return { task: await get(id, owner), hadEnded: true };
      let hadEnded = false;
      const task = await changeTask(tasks, id, (now) => {
        hadEnded = hasEnded(now);
        return cancelled(now, clock(), 'a stop was asked for');
      });
      watchTasks.look();
      if (task === undefined) throw unknown();
      return { task, hadEnded };
    },
    list: (query) => tasks.list(query),
  };
}

/** One answer for what there is not and what is somebody else's. */
const unknown = () => new AppError('not-found', 'this session has no such task');

async function start(
  {
    tasks,
    queue,
    watchTasks,
    limits,
    maxPending,
    clock,
    newId,
    telemetry,
    trace,
  }: ManageTasksDependencies,
  { kind, owner, request, idempotencyKey, policy }: TaskWish,
): Promise<Wished> {
  const { queue: name, policy: usual } = settingsOf(kind);
  const pending = await tasks.countPending(kindsOf(name));
  if (pending >= maxPending)
    throw new AppError('overloaded', `${pending} tasks wait already; try again in a moment`);
  const fingerprint = JSON.stringify([kind, request]);
  const idempotency =
    idempotencyKey === undefined ? {} : { idempotency: { key: idempotencyKey, fingerprint } };
  const task = newTask(
    { id: newId(), kind, owner, request, ...idempotency, ...presentOrigin(trace) },
    clock(),
    limits[name],
  );
  const started = await tasks.start(task, policy ?? usual);
  if (started.kind !== 'created') return { task: started.task, isNew: false };
  if (started.superseded.length > 0) watchTasks.look();
  // The record is there; a wake-up that was lost is sent anew by the sweep.
  await queue.send(name, messageOf(task)).catch((error: unknown) => {
    telemetry.exception(error, { during: 'sending a wake-up', task: task.id });
  });
  return { task, isNew: true };
}

function presentOrigin(trace: Pick<Trace, 'current'> | undefined) {
  const context = trace?.current();
  return context && { origin: originOf(context) };
}
