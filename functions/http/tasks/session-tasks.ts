import {
  deleteTask,
  getTask,
  getTaskEvents,
  listTasks,
} from '../../../shared/contracts/task-operations.js';
import { fromTask } from '../../../shared/contracts/tasks.js';
import { hasEnded, type Task } from '../../../shared/domain/tasks/task.js';
import type { ManageTasks } from '../../../shared/use-cases/tasks/manage-tasks.js';
import { kindsOf } from '../../../shared/use-cases/tasks/task-settings.js';
import type { OpenSession } from '../edge/session.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';
import type { Follow } from './follow.js';

export interface SessionTasks {
  readonly manageTasks: ManageTasks;
  readonly openSession: OpenSession;
}

/** A second is short for a person, and long for our own work. */
export const pollAfter = (task: Task): Readonly<Record<string, string>> =>
  hasEnded(task) ? {} : { 'retry-after': '1' };

/** A session's tasks by id. */
export function sessionTaskTriggers(
  dependencies: EndpointDependencies & SessionTasks & { readonly follow: Follow },
): readonly ApiTrigger[] {
  const { manageTasks, openSession, follow } = dependencies;
  const list = operation(listTasks, async (call) => {
    const { sessionId, headers } = openSession(call.headers, call);
    const kinds = kindsOf('recommendations');
    const { tasks, cursor } = await manageTasks.list({ ...call.query, owner: sessionId, kinds });
    const next = cursor === undefined ? {} : { next_cursor: cursor };
    return { body: { tasks: tasks.map(fromTask), ...next }, headers };
  });
  const GET = operation(getTask, async (call) => {
    const { sessionId, headers } = openSession(call.headers, call);
    const task = await manageTasks.get(call.params.task_id, sessionId);
    return { body: fromTask(task), headers: { ...headers, ...pollAfter(task) } };
  });
  const DELETE = operation(deleteTask, async (call) => {
    const { sessionId, headers } = openSession(call.headers, call);
    const { task, hadEnded } = await manageTasks.cancel(call.params.task_id, sessionId);
    return { status: hadEnded ? 200 : 202, body: fromTask(task), headers };
  });
  const events = operation(getTaskEvents, async (call) => {
    const { sessionId, headers } = openSession(call.headers, call);
    const task = await manageTasks.get(call.params.task_id, sessionId);
    const answer = follow(task, call.headers['last-event-id'], fromTask);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  });
  const routes = [
    { name: 'tasks', route: 'tasks', operations: { GET: list } },
    { name: 'task', route: 'tasks/{task_id}', operations: { GET, DELETE } },
    { name: 'task-events', route: 'tasks/{task_id}/events', operations: { GET: events } },
  ];
  return routes.map((route) => httpTrigger(route, dependencies));
}
