import { startShoppingProvider } from '../../support/flaky-shopping-provider.js';
import { buildWhatIsStale } from '../../support/local-process.js';
import { fewItems, openTaskProcesses } from '../../support/task-processes.js';
import type { Row } from '../report.js';
import { histogram, quantiles } from './quantiles.js';

const rounds = 300;
/** Beside those that are stopped. */
const others = 8;

/**
 * From the request to stop, sent to the API, until the work has stopped in the worker, another process: the provider that
 * keeps the worker waiting sees its last connection close.
 */
export async function taskStop(): Promise<readonly Row[]> {
  buildWhatIsStale();
  const provider = await startShoppingProvider(() => 'hang');
  const processes = await openTaskProcesses({
    ...{ SHOPPING_ENDPOINT: `${provider.origin}/search`, SHOPPING_TIMEOUT_SECONDS: '60' },
    ...{ SHOPPING_CONCURRENCY: '64', TASK_LEASE_SECONDS: '5', TASK_RUN_SECONDS: '600' },
  });
  try {
    await processes.startApi();
    await processes.startWorker({ TASK_CONCURRENCY: '16' });
    await processes.asking('a-session-of-some-length', 'POST', '/items', fewItems);
    const rows: Row[] = [];
    for (const count of [0, others]) {
      const dear = { limit: 2, filter: 'price > 6' };
      for (let n = 0; n < count; n += 1) await processes.begin(undefined, 'v1', dear);
      // Equal look-ups at the same time share one.
      if (count > 0) await provider.lookUps(2);
      const tookMs: number[] = [];
      for (let n = 0; n < rounds; n += 1) tookMs.push(await stopOne(processes, provider));
      rows.push({
        what: `stop of a task in another process, ${count} others running`,
        ...quantiles(tookMs),
        histogram: histogram(tookMs, [5, 10, 20, 50, 100, 300]),
      });
    }
    return rows;
  } finally {
    await processes.close();
    await provider.close();
  }
}

async function stopOne(
  processes: Awaited<ReturnType<typeof openTaskProcesses>>,
  provider: Awaited<ReturnType<typeof startShoppingProvider>>,
): Promise<number> {
  const before = provider.openLookUps;
  const { session, id } = await processes.begin(undefined, 'v1', { limit: 2, filter: 'price < 4' });
  await provider.lookUps(before + 2);
  const askedAt = Date.now();
  const asked = processes.asking(session, 'DELETE', `/tasks/${id}`);
  await provider.lookUps(before);
  const stoppedAt = provider.leftAt.at(-1) ?? Number.NaN;
  await asked;
  await processes.ended(session, id);
  return stoppedAt - askedAt;
}
