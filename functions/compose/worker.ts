import type { Config } from '../../shared/config.js';
import type { TaskQueue } from '../../shared/ports/task-queue.js';
import type { Trigger } from '../trigger.js';
import { composeHistory } from './history.js';
import { composeKnowledge } from './knowledge.js';
import { composeModels } from './models.js';
import { openPlaces } from './places/places.js';
import { composeRecommendationJobs } from './recommendation-jobs.js';
import { newId } from './runtime.js';
import { composeShopping } from './shopping.js';
import { composeTasks } from './tasks.js';
import { composeTelemetry } from './telemetry.js';

/** A process that does sessions' tasks beside the one that has the shop. */
export interface Worker {
  readonly triggers: readonly Trigger[];
  readonly queue: TaskQueue;
  reportFailure(name: string, error: unknown): void;
  close(): Promise<void>;
}

/** Nobody waits for a task as they wait for a page. */
const deadlineMs = 2_000;

/**
 * Learns what the shop's own process has written and goes on following it; writes nothing but tasks. `threadScript`: the
 * compiled `inference-thread`. Throws `unavailable` where there is no shop.
 */
export async function composeWorker(config: Config, threadScript: URL): Promise<Worker> {
  const reporting = await composeTelemetry(config, 'tastemaker-worker');
  const { telemetry, trace, stages } = reporting;
  const runtime = { clock: Date.now, newId, telemetry, trace, stages };
  const places = await openPlaces(config, runtime);
  try {
    const store = await places.reader();
    const artifacts = await places.artifacts();
    const history = composeHistory(places, store, artifacts, runtime);
    const knowledge = composeKnowledge(config, history, runtime);
    await knowledge.followChanges.catchUp();
    const parts = { counting: knowledge.models, runtime, deadlineMs, artifacts };
    const models = composeModels(parts, threadScript);
    await models.serveModels.check();
    void models.serveModels.watch();
    const shopping = composeShopping(config, { ...knowledge, ...store, telemetry });
    const tasks = await composeTasks(config, runtime, places);
    const jobs = composeRecommendationJobs(config, { knowledge, models, shopping, runtime });
    return {
      triggers: [tasks.recommendationTrigger(jobs), tasks.sweepTimer],
      queue: tasks.queue,
      reportFailure: (name, error) => runtime.telemetry.exception(error, { trigger: name }),
      async close() {
        tasks.close();
        await tasks.queue.close();
        await models.serveModels.close();
        await places.close();
        await reporting.close();
      },
    };
  } catch (error) {
    await places.close();
    throw error;
  }
}
