import { startLocal } from '../../functions/host/start-local.js';
import { makeOpenSession } from '../../functions/http/edge/session.js';
import { adminTaskTriggers } from '../../functions/http/tasks/admin-tasks.js';
import { makeFollow } from '../../functions/http/tasks/follow.js';
import { recommendationTaskTrigger } from '../../functions/http/tasks/recommendation-tasks.js';
import { sessionTaskTriggers } from '../../functions/http/tasks/session-tasks.js';
import { call } from './call.js';
import { openTaskHouse, type TaskHouseOptions } from './task-house.js';

/** The routes of tasks over the embedded records, on a port that the system chose; nobody does the tasks. */
export async function serveTasks(options: TaskHouseOptions = {}) {
  const house = await openTaskHouse(options);
  const openSession = makeOpenSession(86_400_000);
  const follow = makeFollow(house.watchTasks);
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [] };
  const dependencies = { ...edge, ...house, openSession, follow };
  const triggers = [
    recommendationTaskTrigger(dependencies),
    ...sessionTaskTriggers(dependencies),
    ...adminTaskTriggers(dependencies),
  ];
  const server = await startLocal({ triggers }, { host: '127.0.0.1', port: 0 });
  return {
    ...house,
    origin: server.origin,
    /** As a session by header. */
    as:
      (session: string) =>
      (
        method: string,
        path: string,
        ...rest: [body?: unknown, headers?: Record<string, string>]
      ) => {
        const [body, headers] = rest;
        return call(server, method, path, body, { 'x-session-id': session, ...headers });
      },
    async close() {
      await server.close();
      await house.close();
    },
  };
}
export type TaskApi = Awaited<ReturnType<typeof serveTasks>>;
