import type { TaskStore } from '../../../ports/task-store.js';
import { number, text } from '../database/columns.js';
import { started, startTask } from './start-task.js';
import type { TaskDatabase } from './task-database.js';
import { taskLister } from './task-lister.js';
import { taskTable } from './task-table.js';

/** Others have their turn after so many. */
const forgetAtOnce = 500;

export function sqliteTaskStore({ sqlite, write }: TaskDatabase): TaskStore {
  const table = taskTable(sqlite);
  const revisions = sqlite.prepare(`SELECT id, revision FROM tasks
    WHERE id IN (SELECT value FROM json_each(?))`);
  return {
    start: async (task, policy) => started(await write(() => startTask(table, task, policy))),
    get: async (id) => table.get(id),
    replace: (task) => write(() => table.replace(task)),
    revisions: async (ids) =>
      new Map(
        revisions
          .rows(JSON.stringify(ids))
          .map(([id, revision]) => [text(id), number(revision)] as const),
      ),
    list: taskLister(sqlite),
    countPending: async (kinds) =>
      kinds.reduce((count, kind) => count + table.countPending(kind), 0),
    due: async (now, limit) => table.due(now, limit),
    async removeExpired(now) {
      let removed = 0;
      for (;;) {
        const count = await write(() => table.removeExpired(now, forgetAtOnce));
        removed += count;
        if (count < forgetAtOnce) return removed;
      }
    },
  };
}
