import { fromJob } from '../../shared/contracts/admin-tasks.js';
import { postImport, toImportWish } from '../../shared/contracts/imports.js';
import type { StartImport } from '../../shared/use-cases/import/start-import.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';
import { pollAfter } from './tasks/session-tasks.js';

/** Imports on request; watched and stopped like every task. */
export function importTrigger(
  dependencies: EndpointDependencies & { readonly startImport: StartImport },
): ApiTrigger {
  const POST = operation(postImport, async ({ body }) => {
    const task = await dependencies.startImport(toImportWish(body));
    const location = `/api/admin/tasks/${encodeURIComponent(task.id)}`;
    return { body: fromJob(task), headers: { location, ...pollAfter(task) } };
  });
  return httpTrigger(
    { name: 'imports', route: 'admin/imports', operations: { POST } },
    dependencies,
  );
}
