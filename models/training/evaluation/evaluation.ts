import type { Estimate } from '../../../shared/domain/model-version.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { Figures } from '../../../shared/ports/training.js';
import type { Summary } from './measure/summary.js';
import type { Cost } from './models/fit-learned.js';

/** How one model did. */
export interface ModelEvaluation {
  readonly name: ModelName;
  readonly summary: Summary;
  /** Paired with the first model of the evaluation, in its headline metric; absent for that one. */
  readonly difference?: Estimate;
  readonly cost?: Cost;
  readonly figures: Figures;
}

/** What `evaluation.json` holds. Times are milliseconds since 1970 UTC. */
export interface Evaluation {
  readonly formatVersion: 1;
  readonly data: {
    readonly source: string;
    readonly items: number;
    readonly shoppers: number;
    readonly events: number;
    /** Rows of files that could not be used. */
    readonly rejectedRows: number;
  };
  readonly protocol: {
    readonly name: string;
    readonly summary: string;
    /** Whether lists leave out what the shopper knows. */
    readonly isUnseenOnly: boolean;
    /** How many items drawn by chance targets were ranked among; absent where it was the whole catalogue. */
    readonly negatives?: number;
    readonly trainingEvents: number;
    readonly cases: number;
    /** Before every n-th was taken. */
    readonly casesInAll: number;
  };
  readonly cutoffs: readonly number[];
  readonly seed: number;
  /** The metric that models are compared in. */
  readonly headline: string;
  readonly models: readonly ModelEvaluation[];
  /** Models that could not be judged, each with the reason. */
  readonly declined: Readonly<Partial<Record<ModelName, string>>>;
}
