import {
  deleteRetrain,
  fromTask,
  getRetrain,
  postRetrain,
} from '../../shared/contracts/retrain.js';
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
    const started = await retrain.start();
    if (started.kind === 'running') throw runsAlready(started.task?.id);
    return { body: fromTask(started.task), headers: { location: `/api/${route}` } };
  });
  const GET = operation(getRetrain, async () => {
    const runs = (await retrain.runs(shownRuns)).map(fromTask);
    const [newest] = runs;
    return { body: { ...(newest && { newest }), runs } };
  });
  const DELETE = operation(deleteRetrain, async () => {
    const task = await retrain.requestStop();
    if (task === undefined) throw new AppError('not-found', 'no training is under way');
    return { body: fromTask(task) };
  });
  return httpTrigger({ name: 'retrain', route, operations: { GET, POST, DELETE } }, dependencies);
}

function runsAlready(id: string | undefined): AppError {
  const which = id === undefined ? 'it has only just begun' : `task ${id}`;
  return new AppError('conflict', `a training is under way already: ${which}`);
}
