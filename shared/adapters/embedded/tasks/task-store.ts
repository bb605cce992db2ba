import { AppError } from '../../../domain/errors.js';
import type { Task } from '../../../domain/task.js';
import type { TaskStore } from '../../../ports/task-store.js';
import { decodeTask } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';

export function sqliteTaskStore(database: Sqlite): TaskStore {
  const insert = database.prepare(
    'INSERT INTO tasks VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const byId = database.prepare('SELECT data FROM tasks WHERE id = ?');
  const update = database.prepare(
    'UPDATE tasks SET revision = ?1, data = ?2 WHERE id = ?3 AND revision = ?1 - 1',
  );
  const newest = database.prepare(
    'SELECT data FROM tasks WHERE kind = ? ORDER BY created_at DESC, id DESC LIMIT ?',
  );
  return {
    async create(task) {
      const { id, kind, createdAt, revision } = task;
      if (insert.run(id, kind, createdAt, revision, JSON.stringify(task)) === 1) return;
      throw new AppError('conflict', `There is a task ${JSON.stringify(id.slice(0, 80))} already`);
    },
    get: async (id) => {
      const row = byId.row(id);
      return row && decodeTask(row[0]);
    },
    replace: async (task) => update.run(task.revision, JSON.stringify(task), task.id) === 1,
    list: async (kind: Task['kind'], limit) =>
      newest.rows(kind, limit).map(([data]) => decodeTask(data)),
  };
}
