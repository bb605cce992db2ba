import { fromJob } from '../../shared/contracts/admin-tasks.js';
import { fromFreshness, getFreshness, postSyncVectors } from '../../shared/contracts/sync.js';
import { AppError } from '../../shared/domain/errors.js';
import type { ReportFreshness } from '../../shared/use-cases/sync-vectors/report-freshness.js';
import type { SyncVectors } from '../../shared/use-cases/sync-vectors/sync-vectors.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';
import { pollAfter } from './tasks/session-tasks.js';

/** Syncs of vectors on request, watched and stopped like every task; and what they have come to. */
export function syncTriggers(
  dependencies: EndpointDependencies & {
    readonly syncVectors: SyncVectors;
    readonly reportFreshness: ReportFreshness;
  },
): readonly ApiTrigger[] {
  const { syncVectors, reportFreshness } = dependencies;
  const POST = operation(postSyncVectors, async () => {
    const { task, isNew } = await syncVectors.start();
    if (!isNew) throw new AppError('conflict', `a sync is under way already: task ${task.id}`);
    const location = `/api/admin/tasks/${encodeURIComponent(task.id)}`;
    return { body: fromJob(task), headers: { location, ...pollAfter(task) } };
  });
  const GET = operation(getFreshness, async ({ params: { id } }) => ({
    body: fromFreshness(await reportFreshness(id)),
  }));
  const routes = [
    { name: 'sync-vectors', route: 'admin/sync-vectors', operations: { POST } },
    { name: 'item-freshness', route: 'items/{id}/freshness', operations: { GET } },
  ];
  return routes.map((route) => httpTrigger(route, dependencies));
}
