import { z } from 'zod';
import { cursorAfter, placeOfCursor } from '../../../../domain/tasks/task-place.js';
import type { TaskPage, TaskQuery } from '../../../../ports/task-store.js';
import type { CosmosConnection } from '../connection.js';
import { decodeTask, placeKey } from './task-document.js';
import { compared, oneOf, queryTasks } from './task-query.js';

/** Newest first, by the field that sorts so; an owner's in one partition. */
export async function listTasks(
  connection: CosmosConnection,
  { owner, kinds, status, limit, cursor }: TaskQuery,
): Promise<TaskPage> {
  const after = cursor === undefined ? undefined : placeOfCursor(cursor);
  if (kinds?.length === 0) return { tasks: [] };
  const where = [
    ...(kinds === undefined ? [] : [oneOf('kind', [...new Set(kinds)])]),
    ...(status === undefined ? [] : [compared('status', '=', status)]),
    ...(after === undefined ? [] : [compared('place', '<', placeKey(after))]),
  ];
  const selection = { select: 'VALUE c.data', orderBy: 'c.place DESC', limit: limit + 1 };
  const found = await queryTasks(connection, { ...selection, where, owner }, z.string());
  const tasks = found.slice(0, limit).map(decodeTask);
  const last = tasks.at(-1);
  return found.length > limit && last ? { tasks, cursor: cursorAfter(last) } : { tasks };
}
