import type { ModelName } from '../domain/ranking.js';
import type { LearnedModel } from './learned-model.js';
import type { ModelFiles } from './training.js';

/** How a model has fared since it was loaded. */
export interface ModelHealth {
  readonly name: ModelName;
  /** False while it is being loaded again after its host died. */
  readonly isLoaded: boolean;
  /** Items that it can rank. */
  readonly size: number;
  readonly answered: number;
  /** Requests that were refused, failed or took too long. */
  readonly failed: number;
  readonly lastFailure?: { readonly message: string; readonly at: number };
}

/** What weighs the models of a version against each other, kept beside them. */
export type MixerName = Extract<ModelName, 'blend' | 'session'>;

/** The models of one version, ready to answer. */
export interface HostedModels {
  /**
   * Each rejects with `unavailable` where the model fails, takes too long, has too many waiting, or is being loaded
   * again.
   */
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly mixers: ReadonlyMap<MixerName, ModelFiles>;
  health(): readonly ModelHealth[];
  /** Requests under way are rejected. */
  close(): Promise<void>;
}

/** Makes models of files and lets them answer off the event loop. */
export interface ModelHost {
  /**
   * Settles once every model has been loaded and tried. The host takes the memory of what `read` gives, and calls it
   * again whenever it died and has to begin anew. Rejects with `conflict` where a model cannot be made of its files.
   */
  load(read: () => Promise<ReadonlyMap<ModelName, ModelFiles>>): Promise<HostedModels>;
}
