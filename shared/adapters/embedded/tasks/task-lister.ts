import { type Task, taskKinds, taskStatuses } from '../../../domain/tasks/task.js';
import { cursorAfter, placeOfCursor, type TaskPlace } from '../../../domain/tasks/task-place.js';
import type { TaskQuery, TaskStore } from '../../../ports/task-store.js';
import { number, text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';
import { decodeTask } from './task-record.js';

const beyondAll: TaskPlace = { createdAt: Number.MAX_VALUE, id: '' };

export function taskLister(database: Sqlite): TaskStore['list'] {
  const places = placeFinder(database);
  const byId = database.prepare('SELECT data FROM tasks WHERE id = ?');
  return async (query) => {
    const after = query.cursor === undefined ? beyondAll : placeOfCursor(query.cursor);
    return database.snapshot(() => {
      const found = places(query, after);
      const page = found.slice(0, query.limit);
      const tasks: Task[] = page.map(({ id }) => decodeTask(byId.row(id)?.[0]));
      const last = page.at(-1);
      if (found.length <= query.limit || last === undefined) return { tasks };
      return { tasks, cursor: cursorAfter(last) };
    });
  };
}

/**
 * The places after one, one more than the limit where there are more. Each kind and status is read from its own end of
 * the index, so that no number of other tasks makes it slow.
 */
function placeFinder(database: Sqlite) {
  const later = `(created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`;
  const select = 'SELECT created_at, id FROM tasks WHERE';
  const ofAll = database.prepare(`${select} kind = ? AND status = ? AND ${later}`);
  const ofOwner = database.prepare(`${select} owner = ? AND kind = ? AND status = ? AND ${later}`);
  return (query: TaskQuery, { createdAt, id }: TaskPlace) => {
    const end = [createdAt, id, query.limit + 1] as const;
    const rows = shelves(query).flatMap((shelf) =>
      query.owner === undefined
        ? ofAll.rows(...shelf, ...end)
        : ofOwner.rows(query.owner, ...shelf, ...end),
    );
    return rows
      .map((row): TaskPlace => ({ createdAt: number(row[0]), id: text(row[1]) }))
      .sort(newestFirst)
      .slice(0, query.limit + 1);
  };
}

/** All pairs of a kind and a status that the query is after. */
const shelves = ({ kinds = taskKinds, status }: TaskQuery) =>
  [...new Set(kinds)].flatMap((kind) =>
    (status === undefined ? taskStatuses : [status]).map((each) => [kind, each] as const),
  );

/** Ids as SQLite compares them, by their bytes. */
const newestFirst = (a: TaskPlace, b: TaskPlace) =>
  b.createdAt - a.createdAt || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));
