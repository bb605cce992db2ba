import type { DataWindow, ModelEntry, Verdict } from '../domain/model-version.js';
import type { ModelName } from '../domain/ranking.js';
import type { Progress } from './runtime.js';
import type { ModelFiles } from './training.js';

export interface TrainingRequest {
  readonly seed: number;
  readonly models: readonly ModelName[];
  /**
   * The models that serve now, each with the version it was made in as `keptFrom`: to warm up from, to keep where a new
   * one fails, and to be judged against.
   */
  readonly serving: ReadonlyMap<ModelName, TrainedModel>;
}

/** A model of the run without its hashes, and its files. */
export interface TrainedModel extends Omit<ModelEntry, 'files'> {
  readonly files: ModelFiles;
}

export interface TrainingOutcome {
  readonly data: DataWindow;
  readonly models: readonly TrainedModel[];
  readonly verdict: Verdict;
  /** Models that were not fitted, each with the reason; those that served are among `models` as they were. */
  readonly declined: Readonly<Partial<Record<ModelName, string>>>;
}

/** Trains and judges off the event loop: reads the shop afresh, publishes nothing. */
export interface TrainingRunner {
  /**
   * `progress` counts the whole run, whatever its stages are. Stops within a second of the signal and rejects with its
   * reason. Throws `unavailable`, saying why, where the training failed or its process died.
   */
  train(
    request: TrainingRequest,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<TrainingOutcome>;
}
