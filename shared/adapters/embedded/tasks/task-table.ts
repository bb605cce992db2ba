import type { Task, TaskKind } from '../../../domain/tasks/task.js';
import { number } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';
import { decodeTask, encodeTask } from './task-record.js';

/** The table of tasks, one row each; to be written inside a transaction. */
export interface TaskTable {
  get(id: string): Task | undefined;
  /** The task that a request of this owner with this key made. */
  ofKey(owner: string, key: string): Task | undefined;
  /** Those of the owner and kind that have not ended, oldest first. */
  pendingOf(owner: string, kind: TaskKind): readonly Task[];
  countPending(kind: TaskKind): number;
  due(now: number, limit: number): readonly Task[];
  insert(task: Task): void;
  /** False where the record is not at the revision before. */
  replace(task: Task): boolean;
  /** Forgets up to `limit` of those whose time has come; how many. */
  removeExpired(now: number, limit: number): number;
}

export function taskTable(database: Sqlite): TaskTable {
  return { ...reading(database), ...writing(database) };
}

function reading(database: Sqlite) {
  const byId = database.prepare('SELECT data FROM tasks WHERE id = ?');
  const byKey = database.prepare('SELECT data FROM tasks WHERE owner = ? AND idempotency_key = ?');
  const pending = database.prepare(`SELECT data FROM tasks
    WHERE owner = ? AND kind = ? AND status = 'pending' ORDER BY created_at, id`);
  const total = database.prepare(
    `SELECT COUNT(*) FROM tasks WHERE kind = ? AND status = 'pending'`,
  );
  const overdue = database.prepare(`SELECT data FROM tasks
    WHERE status = 'pending' AND wake_at <= ? ORDER BY wake_at, id LIMIT ?`);
  const one = (row: readonly unknown[] | undefined) => row && decodeTask(row[0]);
  return {
    get: (id: string) => one(byId.row(id)),
    ofKey: (owner: string, key: string) => one(byKey.row(owner, key)),
    pendingOf: (owner: string, kind: TaskKind) =>
      pending.rows(owner, kind).map(([data]) => decodeTask(data)),
    countPending: (kind: TaskKind) => number(total.row(kind)?.[0]),
    due: (now: number, limit: number) => overdue.rows(now, limit).map(([data]) => decodeTask(data)),
  };
}

function writing(database: Sqlite) {
  const insert = database.prepare('INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const update = database.prepare(`UPDATE tasks
    SET status = ?2, wake_at = ?3, expires_at = ?4, revision = ?5, data = ?6
    WHERE id = ?1 AND revision = ?5 - 1`);
  const forget = database.prepare(`DELETE FROM tasks WHERE id IN
    (SELECT id FROM tasks WHERE status <> 'pending' AND expires_at <= ? ORDER BY expires_at LIMIT ?)`);
  return {
    insert(task: Task) {
      const { id, owner, kind, status, createdAt, wakeAt, expiresAt, revision } = task;
      const key = task.idempotency?.key ?? null;
      const searched = [id, owner, kind, status, createdAt, wakeAt, expiresAt, revision, key];
      insert.run(...searched, encodeTask(task));
    },
    replace(task: Task) {
      const { id, status, wakeAt, expiresAt, revision } = task;
      return update.run(id, status, wakeAt, expiresAt, revision, encodeTask(task)) === 1;
    },
    removeExpired: (now: number, limit: number) => forget.run(now, limit),
  };
}
