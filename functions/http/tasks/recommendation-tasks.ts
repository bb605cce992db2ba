import {
  deleteNewestTask,
  getNewestTask,
  postTask,
} from '../../../shared/contracts/task-operations.js';
import { fromTask, toRecommendationRequest, versionOf } from '../../../shared/contracts/tasks.js';
import { AppError } from '../../../shared/domain/errors.js';
import {
  type RecommendationVersion,
  recommendationVersions,
} from '../../../shared/domain/tasks/recommendation-task.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';
import { pollAfter, type SessionTasks } from './session-tasks.js';

/** The newest task of a session, by version. */
export function recommendationTaskTrigger(
  dependencies: EndpointDependencies & SessionTasks,
): ApiTrigger {
  const { manageTasks, openSession } = dependencies;
  const POST = operation(postTask, async (call) => {
    const { kind } = versionNamed(call.params.version);
    const { sessionId, headers } = openSession(call.headers, call);
    const { task } = await manageTasks.start({
      ...{ kind, owner: sessionId, request: toRecommendationRequest(call.body) },
      idempotencyKey: call.headers['idempotency-key'],
    });
    return {
      body: { task_id: task.id, status: task.status, api_version: versionOf(task) },
      headers: { ...headers, location: `/api/tasks/${task.id}`, ...pollAfter(task) },
    };
  });
  const GET = operation(getNewestTask, async (call) => {
    const { kind } = versionNamed(call.params.version);
    const { sessionId, headers } = openSession(call.headers, call);
    const task = await manageTasks.newest(sessionId, kind);
    return { body: fromTask(task), headers: { ...headers, ...pollAfter(task) } };
  });
  const DELETE = operation(deleteNewestTask, async (call) => {
    const { kind } = versionNamed(call.params.version);
    const { sessionId, headers } = openSession(call.headers, call);
    const newest = await manageTasks.newest(sessionId, kind);
    const { task, hadEnded } = await manageTasks.cancel(newest.id, sessionId);
    return { status: hadEnded ? 200 : 202, body: fromTask(task), headers };
  });
  const route = { name: 'recommendation-tasks', route: '{version}/recommendations' };
  return httpTrigger({ ...route, operations: { GET, POST, DELETE } }, dependencies);
}

function versionNamed(name: string): (typeof recommendationVersions)[RecommendationVersion] {
  if (name === 'v1' || name === 'v2') return recommendationVersions[name];
  const message = `no version ${JSON.stringify(name)}, expected v1 or v2`;
  throw new AppError('not-found', message);
}
