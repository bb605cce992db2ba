import { hasEnded, shopOwner, type Task } from '../../domain/tasks/task.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ManageTasks } from '../tasks/manage-tasks.js';
import { newsSince } from './news.js';

/** What became of the wish to train. */
interface Started {
  /** `running`: one has not ended yet, on whatever instance; `nothing-new`: the last one says so already. */
  readonly kind: 'started' | 'running' | 'nothing-new';
  readonly task: Task;
}

export interface Retrain {
  /** Asks for a run, unless one waits or runs already or the newest record says that there is nothing to learn. */
  start(): Promise<Started>;
  /** Newest first: what was done, what came of it, and why. */
  runs(limit: number): Promise<readonly Task[]>;
  /** Asks the run under way to stop, wherever it runs; undefined where none is. */
  requestStop(): Promise<Task | undefined>;
}

export interface RetrainDependencies {
  readonly manageTasks: ManageTasks;
  readonly registry: ModelRegistry;
  readonly changes: ChangeLog;
}

/** One training at a time across all instances, each a task whose record says what it did and why. */
export function makeRetrain(dependencies: RetrainDependencies): Retrain {
  const { manageTasks } = dependencies;
  const runs = async (limit: number) =>
    (await manageTasks.list({ owner: shopOwner, kinds: ['retrain'], limit })).tasks;
  return {
    runs,
    async start() {
      const [newest] = await runs(1);
      const nothingNew = await newsSince(dependencies);
      // A timer asks again every few minutes, and one record is enough for as long as nothing happens.
      if (
        nothingNew !== undefined &&
        newest?.status === 'completed' &&
        newest.reason === nothingNew
      )
        return { kind: 'nothing-new', task: newest };
      const wish = { kind: 'retrain', owner: shopOwner, request: {} } as const;
      const { task, isNew } = await manageTasks.start(wish);
      return { kind: isNew ? 'started' : 'running', task };
    },
    async requestStop() {
      const [newest] = await runs(1);
      if (newest === undefined || hasEnded(newest)) return undefined;
      const { task, hadEnded } = await manageTasks.cancel(newest.id, shopOwner);
      return hadEnded ? undefined : task;
    },
  };
}
