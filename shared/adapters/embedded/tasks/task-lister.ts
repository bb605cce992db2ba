import { AppError } from '../../../domain/errors.js';
import { type Task, taskKinds, taskStatuses } from '../../../domain/tasks/task.js';
import type { TaskQuery, TaskStore } from '../../../ports/task-store.js';
import { number, text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';
import { decodeTask } from './task-record.js';

/** Where a task stands among all, newest first. */
interface Place {
  readonly createdAt: number;
  readonly id: string;
}
const beyondAll: Place = { createdAt: Number.MAX_VALUE, id: '' };

export function taskLister(database: Sqlite): TaskStore['list'] {
  const places = placeFinder(database);
  const byId = database.prepare('SELECT data FROM tasks WHERE id = ?');
  return async (query) => {
    const after = query.cursor === undefined ? beyondAll : placeOf(query.cursor);
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
  return (query: TaskQuery, { createdAt, id }: Place) => {
    const end = [createdAt, id, query.limit + 1] as const;
    const rows = shelves(query).flatMap((shelf) =>
      query.owner === undefined
        ? ofAll.rows(...shelf, ...end)
        : ofOwner.rows(query.owner, ...shelf, ...end),
    );
    return rows
      .map((row): Place => ({ createdAt: number(row[0]), id: text(row[1]) }))
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
const newestFirst = (a: Place, b: Place) =>
  b.createdAt - a.createdAt || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));

const cursorAfter = ({ createdAt, id }: Place) =>
  Buffer.from(`${createdAt}/${id}`).toString('base64url');

function placeOf(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const end = text.indexOf('/');
  const place = { createdAt: Number(text.slice(0, end)), id: text.slice(end + 1) };
  if (end > 0 && Number.isFinite(place.createdAt) && cursorAfter(place) === cursor) return place;
  throw new AppError(
    'invalid',
    `A cursor must be the next_cursor of an earlier page, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
}
