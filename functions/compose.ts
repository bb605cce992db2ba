import { consoleProgress } from '../shared/adapters/console/progress.js';
import type { Config } from '../shared/config.js';
import type { ArtifactStore } from '../shared/ports/artifact-store.js';
import type { Progress } from '../shared/ports/runtime.js';
import type { ShopStore } from '../shared/ports/shop-store.js';
import type { TaskQueue } from '../shared/ports/task-queue.js';
import { openSampleShop, type SampleShopOpening } from '../shared/use-cases/open-sample-shop.js';
import { composeEmbeddings } from './compose/embeddings.js';
import { changesHost, changeTriggers, followOthers, sweeping } from './compose/follow-others.js';
import { composeHistory, type History } from './compose/history.js';
import { composeImporting } from './compose/importing.js';
import { composeKnowledge, type Knowledge } from './compose/knowledge.js';
import { composeModels } from './compose/models.js';
import type { Places } from './compose/places/place.js';
import { openPlaces } from './compose/places/places.js';
import { composeRecommendationJobs } from './compose/recommendation-jobs.js';
import { composeRetraining } from './compose/retraining.js';
import { composeRoutes } from './compose/routes.js';
import { newId, type Runtime } from './compose/runtime.js';
import { composeShopping } from './compose/shopping.js';
import { type StartStep, startTimes } from './compose/start-times.js';
import { composeTasks } from './compose/tasks.js';
import { composeTelemetry, type Reporting } from './compose/telemetry.js';
import type { Trigger } from './trigger.js';

export interface App {
  readonly triggers: readonly Trigger[];
  /** What the queue triggers receive from. */
  readonly queue: TaskQueue;
  /** A shopper and an item that the newest event names, for examples that work. */
  readonly example: { readonly userId?: string; readonly itemId?: string };
  readonly sampleShop: SampleShopOpening | undefined;
  /** For hosts without change triggers of their own; undefined where there are no such triggers. */
  readonly changes: ReturnType<typeof changesHost>;
  /** Begins the first training, where there has been none and it is wanted; it goes on behind the requests. */
  trainFirst(): Promise<void>;
  /** Begins to make vectors of the shop, where that is wanted and there are none of these encoders; it goes on likewise. */
  syncFirst(): Promise<void>;
  /** What a host that runs triggers cannot answer for. */
  reportFailure(name: string, error: unknown): void;
  close(): Promise<void>;
}

/** Node loads no other than the compiled ones. */
const inferenceThread = new URL(
  '../models/recommenders/serving/inference-thread.js',
  import.meta.url,
);
const encoderThread = new URL('../models/encoders/hosting/encoder-thread.js', import.meta.url);
const trainingProcess = new URL('../models/training/train-process.js', import.meta.url);

/**
 * Opens the store, makes the sample shop where there is nothing yet, learns from all that is there, and hands out the
 * triggers. Here, and beside it in `compose/`, is decided which adapter stands behind which port.
 */
export async function compose(config: Config): Promise<App> {
  const clock = Date.now;
  const reporting = await composeTelemetry(config, 'tastemaker-api');
  const { telemetry, trace, stages } = reporting;
  const ended = startTimes(telemetry);
  ended('modules');
  const runtime = { clock, newId, telemetry, trace, stages };
  const progress = consoleProgress(process.stderr, clock);
  const places = await openPlaces(config, runtime);
  try {
    const store = await places.shop();
    const artifacts = await places.artifacts();
    ended('places');
    const history = composeHistory(places, store, artifacts, runtime);
    const ground = { runtime, reporting, progress, places, store, artifacts, history, ended };
    return await composeOn(config, ground);
  } catch (error) {
    await places.close();
    throw error;
  }
}

/** A shopper waits no longer for a model. */
const deadlineMs = 150;

interface Ground {
  readonly runtime: Runtime;
  readonly reporting: Reporting;
  readonly progress: Progress;
  readonly places: Places;
  readonly store: ShopStore;
  readonly artifacts: ArtifactStore;
  readonly history: History;
  readonly ended: (step: StartStep) => void;
}

async function composeOn(config: Config, ground: Ground): Promise<App> {
  const { runtime, store, places } = ground;
  const sampleShop = config.sampleShop
    ? await openSampleShop({ ...store, ...runtime, ...ground })
    : undefined;
  const knowledge = await learn(config, ground);
  ground.ended('history');
  const house = await furnish(config, ground, knowledge);
  ground.ended('doors');
  const { tasks, models, retraining, importing, embeddings } = house;
  const following = followOthers(places, house.knowledge, runtime);
  const jobs = {
    ...{ retrain: retraining.job, import: importing.job },
    'sync-vectors': embeddings.sync.job,
  };
  return {
    triggers: [
      ...composeRoutes(config, house),
      tasks.recommendationTrigger(composeRecommendationJobs(config, house)),
      tasks.jobTrigger(jobs),
      sweeping(tasks.sweepTimer, places),
      ...retraining.timers,
      ...importing.timers,
      ...embeddings.sync.timers,
      ...changeTriggers(places, embeddings.sync),
    ],
    queue: tasks.queue,
    changes: changesHost(places, store, runtime),
    example: house.knowledge.newestEvent,
    sampleShop,
    trainFirst: retraining.trainFirst,
    syncFirst: embeddings.sync.syncFirst,
    reportFailure: (name, error) => runtime.telemetry.exception(error, { trigger: name }),
    async close() {
      await following?.close();
      tasks.close();
      await tasks.queue.close();
      await embeddings.close();
      await models.serveModels.close();
      await places.close();
      await ground.reporting.close();
    },
  };
}

/** All that the doors lead to. */
async function furnish(config: Config, ground: Ground, knowledge: Knowledge) {
  const { runtime, store, places, artifacts } = ground;
  const parts = { counting: knowledge.models, runtime, deadlineMs, artifacts };
  const models = composeModels(parts, inferenceThread);
  // Answers come from what has been counted until the learned models are there.
  void models.serveModels.watch();
  const tasks = await composeTasks(config, runtime, places);
  const shared = { ...ground, ...knowledge, ...models, ...tasks, ...(await places.vectors()) };
  return {
    ...{ ...ground, knowledge, models, tasks },
    retraining: composeRetraining(config, shared, trainingProcess),
    importing: composeImporting(config, shared),
    shopping: composeShopping(config, { ...store, ...knowledge, ...runtime }),
    embeddings: await composeEmbeddings(config, { ...shared, knowledge }, encoderThread),
  };
}

async function learn(config: Config, ground: Ground): Promise<Knowledge> {
  const { store, history, runtime, progress, places } = ground;
  const knowledge = composeKnowledge(config, history, runtime);
  // To count what lies far away takes longer than it is worth.
  const isNear = places.sharing === undefined;
  const total = isNear ? (await store.catalog.count()) + (await store.events.count()) : undefined;
  await knowledge.followChanges.catchUp((applied) =>
    progress.report('Learning from the shop', Math.min(applied, total ?? applied), total),
  );
  progress.end();
  return knowledge;
}
