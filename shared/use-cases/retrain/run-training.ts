import { AppError } from '../../domain/errors.js';
import type { Manifest } from '../../domain/model-version.js';
import type { ModelName } from '../../domain/ranking.js';
import type { Progress, Telemetry } from '../../ports/runtime.js';
import type {
  TrainedModel,
  TrainingOutcome,
  TrainingRequest,
  TrainingRunner,
} from '../../ports/training-runner.js';
import type { ModelRegistry } from '../models/model-registry.js';

export interface TrainingDependencies {
  readonly registry: ModelRegistry;
  readonly runner: TrainingRunner;
  readonly telemetry: Telemetry;
  readonly models: readonly ModelName[];
}

/** What came of a run; `manifest` is absent where there was nothing to keep. */
export interface Trained {
  readonly outcome: TrainingOutcome;
  readonly manifest?: Manifest;
}

interface Serving {
  readonly version?: string;
  readonly models: TrainingRequest['serving'];
}

/** Trains against what serves and publishes. `confirm` is asked in the last moment and rejects where it may not. */
export async function runTraining(
  dependencies: TrainingDependencies,
  run: {
    readonly seed: number;
    readonly progress: Progress;
    readonly signal: AbortSignal;
    confirm(): Promise<void>;
  },
): Promise<Trained> {
  const { registry, runner, models } = dependencies;
  const { seed, progress, signal } = run;
  const serving = await servingModels(dependencies);
  const request = { seed, models, serving: serving.models };
  signal.throwIfAborted();
  const outcome = await runner.train(request, progress, signal);
  signal.throwIfAborted();
  if (outcome.models.length === 0) return { outcome };
  await run.confirm();
  progress.report('Publishing', 1, 1);
  const parent = serving.version;
  const candidate = { ...outcome, seed, ...(parent !== undefined && { parent }) };
  return { outcome, manifest: await registry.publish(candidate) };
}

/** None where the serving version cannot be read: what is damaged is no rival and nothing to keep. */
async function servingModels({ registry, telemetry }: TrainingDependencies): Promise<Serving> {
  const pointer = await registry.serving();
  if (pointer === undefined) return { models: new Map() };
  const version = pointer.value;
  try {
    const { manifest, models } = await registry.load(version);
    const entries = manifest.models.map((entry): [ModelName, TrainedModel] => {
      const files = models.get(entry.name) ?? new Map();
      return [entry.name, { ...entry, files, keptFrom: entry.keptFrom ?? version }];
    });
    return { version, models: new Map(entries) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    telemetry.exception(error, { during: 'reading the serving models' });
    return { version, models: new Map() };
  }
}
