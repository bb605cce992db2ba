import {
  deleteAdminTask,
  fromJob,
  getAdminTask,
  getAdminTaskEvents,
  listAdminTasks,
} from '../../../shared/contracts/admin-tasks.js';
import type { ManageTasks } from '../../../shared/use-cases/tasks/manage-tasks.js';
import { kindsOf } from '../../../shared/use-cases/tasks/task-settings.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';
import type { Follow } from './follow.js';
import { pollAfter } from './session-tasks.js';

/** Every task there is, the shop's own long work first of all. */
export function adminTaskTriggers(
  dependencies: EndpointDependencies & {
    readonly manageTasks: ManageTasks;
    readonly follow: Follow;
  },
): readonly ApiTrigger[] {
  const { manageTasks, follow } = dependencies;
  const list = operation(listAdminTasks, async ({ query: { kind, ...page } }) => {
    const kinds = kind === undefined ? kindsOf('jobs') : [kind];
    const { tasks, cursor } = await manageTasks.list({ ...page, kinds });
    return {
      body: { tasks: tasks.map(fromJob), ...(cursor !== undefined && { next_cursor: cursor }) },
    };
  });
  const GET = operation(getAdminTask, async ({ params }) => {
    const task = await manageTasks.get(params.task_id, undefined);
    return { body: fromJob(task), headers: pollAfter(task) };
  });
  const DELETE = operation(deleteAdminTask, async ({ params }) => {
    const { task, hadEnded } = await manageTasks.cancel(params.task_id, undefined);
    return { status: hadEnded ? 200 : 202, body: fromJob(task) };
  });
  const events = operation(getAdminTaskEvents, async ({ params, headers }) => {
    const task = await manageTasks.get(params.task_id, undefined);
    return follow(task, headers['last-event-id'], fromJob);
  });
  const routes = [
    { name: 'admin-tasks', route: 'admin/tasks', operations: { GET: list } },
    { name: 'admin-task', route: 'admin/tasks/{task_id}', operations: { GET, DELETE } },
    {
      name: 'admin-task-events',
      route: 'admin/tasks/{task_id}/events',
      operations: { GET: events },
    },
  ];
  return routes.map((route) => httpTrigger(route, dependencies));
}
