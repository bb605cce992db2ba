import { deleteRetrain, fromRun, getRetrain, postRetrain } from '../../shared/contracts/retrain.js';
import { AppError } from '../../shared/domain/errors.js';
import type { Retrain } from '../../shared/use-cases/retrain/retrain.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

const route = 'admin/retrain';
const shownRuns = 50;

/** Training on request: begin, watch, stop. */
export function retrainTrigger(
  dependencies: EndpointDependencies & { readonly retrain: Retrain },
): ApiTrigger {
  const { retrain } = dependencies;
  const POST = operation(postRetrain, async () => {
    const { kind, task } = await retrain.start();
    if (kind === 'running')
      throw new AppError('conflict', `a training is under way already: task ${task.id}`);
    return { body: fromRun(task), headers: { location: `/api/${route}` } };
  });
  const GET = operation(getRetrain, async () => {
    const runs = (await retrain.runs(shownRuns)).map(fromRun);
    const [newest] = runs;
    return { body: { ...(newest && { newest }), runs } };
  });
  const DELETE = operation(deleteRetrain, async () => {
    const task = await retrain.requestStop();
    if (task === undefined) throw new AppError('not-found', 'no training is under way');
    return { body: fromRun(task) };
  });
  return httpTrigger({ name: 'retrain', route, operations: { GET, POST, DELETE } }, dependencies);
}
