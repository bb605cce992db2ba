import type { Config } from '../shared/config.js';
import { composeWorker } from './compose/worker.js';
import { type Begun, runEntry } from './host/entry.js';
import { startQueues } from './host/queues.js';
import { startTimers } from './host/timers.js';

/** Node loads no other than the compiled one. */
const inferenceThread = new URL(
  '../models/recommenders/serving/inference-thread.js',
  import.meta.url,
);

/** Sessions' tasks alone, beside the process that has the shop. */
async function work(config: Config): Promise<Begun> {
  const worker = await composeWorker(config, inferenceThread);
  const queues = startQueues(worker);
  const timers = startTimers(worker.triggers, worker.reportFailure);
  const { dataDir, cosmos, tasks } = config;
  const place = cosmos?.endpoint ?? dataDir;
  return {
    greeting: `Tastemaker's worker does the tasks of ${place}, ${tasks.concurrency} at a time. Ctrl-C ends it.\n`,
    async stop() {
      timers.stop();
      await queues.close();
      await worker.close();
    },
  };
}

await runEntry(process.env, work);
