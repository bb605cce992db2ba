import { processRunner } from '../../models/training/process-runner.js';
import type { Config } from '../../shared/config.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { ModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { makeRetrain, type Retrain } from '../../shared/use-cases/retrain/retrain.js';
import { makeRetrainJob } from '../../shared/use-cases/retrain/retrain-job.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { retrainTimer } from '../timer/retrain.js';
import type { Trigger } from '../trigger.js';
import type { History } from './history.js';
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
    job: makeRetrainJob({ ...runtime, registry, changes, runner, progress, models }),
    timers: schedule === undefined ? [] : [retrainTimer(retrain, schedule)],
    async trainFirst() {
      if (schedule === undefined || (await registry.serving()) !== undefined) return;
      await retrain.start();
    },
  };
}
