import type { Item } from '../domain/item.js';
import type { ModelName } from '../domain/ranking.js';
import type { LearnedModel } from './learned-model.js';

/** What shoppers did, in flat columns: rows in the order of shoppers, each shopper's from old to new. */
export interface ShopperEvents {
  /** Shopper s did the rows starts[s] … starts[s + 1] − 1; one more entry than shoppers. */
  readonly starts: Int32Array;
  /** Item numbers. */
  readonly item: Int32Array;
  /** Indices in `eventKinds`. */
  readonly kind: Uint8Array;
  /** The configured weight of the event's type, > 0, for a dismissal too. */
  readonly weight: Float32Array;
  /** Milliseconds since 1970 UTC. */
  readonly ts: Float64Array;
}

/** A shop as trainers read it: everything has a number, counted from 0. */
export interface TrainingSet {
  /** By item number. One that has events but no product is there with its id for a name. */
  readonly items: readonly Item[];
  readonly shoppers: {
    /** By shopper number: a user with all their sessions, or a session that names nobody. */
    readonly ids: readonly string[];
    /** What is known of a shopper beside events, each as `name=value`; absent where nothing is. */
    readonly traits: ReadonlyMap<number, readonly string[]>;
  };
  readonly events: ShopperEvents;
}

/** A model as it is kept: files by name, all that `load` needs. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

export interface FitContext {
  /** The same set, seed and previous files give the same files on one thread. */
  readonly seed: number;
  /** The model that serves now, to start from where that pays. */
  readonly previous?: ModelFiles;
  /** Stop improving, and keep what is best so far, when this is over. */
  readonly timeLimitMs?: number;
  /**
   * Tells how far the fit is and lets a cancellation through. To be awaited at least five times a second; rejects with
   * the reason once the run is cancelled.
   */
  checkpoint(done: number, total: number, note?: string): Promise<void>;
}

export type Figures = Readonly<Record<string, number>>;

export interface FittedModel {
  readonly files: ModelFiles;
  /** For the manifest: epochs, last loss, seconds … */
  readonly figures: Figures;
}

/** How a model is made and brought back: the one thing to write for a new recommender. */
export interface Trainer {
  readonly name: ModelName;
  /** Hyperparameters in effect, for the manifest. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  /** Why there is nothing to learn from this set, or too much for this model; undefined where it can be fitted. */
  declines(set: TrainingSet): string | undefined;
  /** Rejects where the loss is not finite, saying after how much work, and when the run is cancelled. */
  fit(set: TrainingSet, context: FitContext): Promise<FittedModel>;
  /** Throws `invalid` for files of another format, saying which was expected. */
  load(files: ModelFiles): Promise<LearnedModel>;
}
