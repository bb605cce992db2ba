import { processRunner } from '../../models/training/process-runner.js';
import type { Config } from '../../shared/config.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import type { ModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { makePublishItemVectors } from '../../shared/use-cases/models/publish-item-vectors.js';
import { makeRetrain, type Retrain } from '../../shared/use-cases/retrain/retrain.js';
import { makeRetrainJob } from '../../shared/use-cases/retrain/retrain-job.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { retrainTimer } from '../timer/retrain.js';
import type { Trigger } from '../trigger.js';
import type { History } from './history.js';
import type { Models } from './models.js';
import type { Places } from './places/place.js';
import type { Runtime } from './runtime.js';

/** Of a training process's JavaScript objects; its columns and kernels lie outside. */
const maxHeapMb = 2_048;

export interface Retraining {
  readonly retrain: Retrain;
  /** Of the kind `retrain`. */
  readonly job: Job;
  readonly timers: readonly Trigger[];
  /** Asks for the first training where models are trained by themselves and none serves yet. */
  trainFirst(): Promise<void>;
}

/** Unattended training beside this process. `script`: the compiled `train-process`. */
export function composeRetraining(
  config: Config,
  house: {
    readonly store: ShopStore;
    readonly history: History;
    readonly registry: ModelRegistry;
    readonly serveModels: Models['serveModels'];
    readonly served: Models['served'];
    readonly vectors: VectorStore;
    readonly places: Pick<Places, 'sharing'>;
    readonly manageTasks: ManageTasks;
    readonly runtime: Runtime;
    readonly progress: Progress;
  },
  script: URL,
): Retraining {
  const { registry, manageTasks, runtime, progress, history } = house;
  const { changes } = house.store;
  const { retrainSchedule: schedule, trainModels: models } = config;
  const trainer = processRunner({
    script,
    settings: {
      shop: { dataDir: config.dataDir, cosmos: config.cosmos, blobs: config.blobs },
      eventTypes: config.eventTypes,
      maxEvents: config.trainingMaxEvents,
      timeLimitMs: config.trainTimeLimitMs,
    },
    maxHeapMb,
  });
  const runner = history.archiving(trainer);
  const retrain = makeRetrain({ manageTasks, registry, changes });
  return {
    retrain,
    job: publishing(
      makeRetrainJob({ ...runtime, registry, changes, runner, progress, models }),
      house,
    ),
    timers: schedule === undefined ? [] : [retrainTimer(retrain, schedule)],
    async trainFirst() {
      if (schedule === undefined || (await registry.serving()) !== undefined) return;
      await retrain.start();
    },
  };
}

/** The job, which also puts the item vectors of what it published where other programs of the shop can search them. */
function publishing(
  job: Job,
  house: {
    readonly serveModels: Models['serveModels'];
    readonly served: Models['served'];
    readonly vectors: VectorStore;
    readonly places: Pick<Places, 'sharing'>;
    readonly runtime: Runtime;
  },
): Job {
  const { serveModels, served, vectors, places, runtime } = house;
  if (places.sharing === undefined) return job;
  const publishItemVectors = makePublishItemVectors({ vectors, ...runtime });
  return {
    async run(run) {
      const result = await job.run(run);
      await serveModels.check();
      const { version, models } = served() ?? {};
      const model = models?.get('two-tower');
      if (version !== undefined && model !== undefined)
        await publishItemVectors(model, version, run.signal).catch((error: unknown) =>
          runtime.telemetry.exception(error, { during: 'publishing item vectors' }),
        );
      return result;
    },
  };
}
