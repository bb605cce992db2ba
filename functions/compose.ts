import { consoleProgress } from '../shared/adapters/console/progress.js';
import { consoleTelemetry } from '../shared/adapters/console/telemetry.js';
import { openEmbeddedStore } from '../shared/adapters/embedded/open-store.js';
import type { Config } from '../shared/config.js';
import { openSampleShop, type SampleShopOpening } from '../shared/use-cases/open-sample-shop.js';
import { composeKnowledge } from './compose/knowledge.js';
import { composeModels } from './compose/models.js';
import { composeRetraining } from './compose/retraining.js';
import { composeRoutes } from './compose/routes.js';
import { newId } from './compose/runtime.js';
import type { Trigger } from './trigger.js';

export interface App {
  readonly triggers: readonly Trigger[];
  /** A shopper and an item that the newest event names, for examples that work. */
  readonly example: { readonly userId?: string; readonly itemId?: string };
  readonly sampleShop: SampleShopOpening | undefined;
  /** Begins the first training, where there has been none and it is wanted; it goes on behind the requests. */
  trainFirst(): Promise<void>;
  /** What a host that runs triggers cannot answer for. */
  reportFailure(name: string, error: unknown): void;
  close(): Promise<void>;
}

/** Node loads no other than the compiled ones. */
const inferenceThread = new URL(
  '../models/recommenders/serving/inference-thread.js',
  import.meta.url,
);
const trainingProcess = new URL('../models/training/train-process.js', import.meta.url);

/**
 * Opens the store, makes the sample shop where there is nothing yet, learns from all that is there, and hands out the
 * triggers. Here, and beside it in `compose/`, is decided which adapter stands behind which port.
 */
export async function compose(config: Config): Promise<App> {
  const clock = Date.now;
  const progress = consoleProgress(process.stderr, clock);
  const runtime = { clock, newId, telemetry: consoleTelemetry(config.logLevel) };
  const store = openEmbeddedStore(config.dataDir);
  try {
    const sampleShop = config.sampleShop
      ? await openSampleShop({ ...store, clock, progress })
      : undefined;
    const knowledge = composeKnowledge(config, store, runtime);
    const total = (await store.catalog.count()) + (await store.events.count());
    await knowledge.followChanges.catchUp((applied) =>
      progress.report('Learning from the shop', Math.min(applied, total), total),
    );
    progress.end();
    const models = composeModels(config, { counting: knowledge.models, runtime }, inferenceThread);
    // Answers come from what has been counted until the learned models are there.
    void models.serveModels.watch();
    const { registry } = models;
    const retraining = composeRetraining(
      config,
      { store, registry, runtime, progress },
      trainingProcess,
    );
    const { retrain, timers, trainFirst } = retraining;
    const house = { store, knowledge, models, runtime, retrain };
    return {
      triggers: [...composeRoutes(config, house), ...timers],
      example: knowledge.newestEvent,
      sampleShop,
      trainFirst,
      reportFailure: (name, error) => runtime.telemetry.exception(error, { trigger: name }),
      async close() {
        await retrain.close();
        await models.serveModels.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
