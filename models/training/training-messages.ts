import type { BlobConfig } from '../../shared/config/blob-variables.js';
import type { CosmosConfig } from '../../shared/config/store-variables.js';
import type { EventTypes } from '../../shared/domain/event.js';
import type { TrainingOutcome, TrainingRequest } from '../../shared/ports/training-runner.js';

/** Where the shop lies that is learnt from. */
export interface ShopPlace {
  /** Of an embedded store. */
  readonly dataDir: string;
  /** Where this is set, it lies there. */
  readonly cosmos: CosmosConfig | undefined;
  /** Where archives of changes lie; undefined: in the data folder. */
  readonly blobs: BlobConfig | undefined;
}

/** What a training process must know of the house. */
export interface TrainingSettings {
  readonly shop: ShopPlace;
  readonly eventTypes: EventTypes;
  readonly maxEvents: number;
  /** For each model. */
  readonly timeLimitMs: number;
}

/** The first message to a training process. */
export interface TrainingJob {
  readonly settings: TrainingSettings;
  readonly request: TrainingRequest;
}

/** To the process: stop. */
export const stopMessage = 'stop';

/** From the process. */
export type TrainingMessage =
  | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly done: number;
      readonly total: number | undefined;
      readonly note: string | undefined;
    }
  | { readonly kind: 'outcome'; readonly outcome: TrainingOutcome }
  | { readonly kind: 'failure'; readonly reason: string };
