import type { ModelName } from './ranking.js';

/** What a version was learnt from. Times are milliseconds since 1970 UTC; `to` is where the evaluation slice starts. */
export interface DataWindow {
  readonly from: number;
  readonly to: number;
  readonly events: number;
  readonly shoppers: number;
  readonly items: number;
  /** The place in the change log that was read up to. */
  readonly cursor: string;
}

/** An estimate with the interval that holds it with 95 % confidence. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface ArtifactFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ModelEntry {
  readonly name: ModelName;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  /** Epochs, last loss, seconds … */
  readonly figures: Readonly<Record<string, number>>;
  /** On the evaluation slice, such as `ndcg@20`. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly files: readonly ArtifactFile[];
  /** The version it was taken over from as it was, where it was not trained in this one. */
  readonly keptFrom?: string;
}

/** Whether a version may serve, and why: decided on the evaluation slice against the one that served. */
export interface Verdict {
  readonly isPublished: boolean;
  readonly reason: string;
  /** Candidate minus serving; absent where nothing served before. */
  readonly difference?: Estimate;
}

/** All models of one training run, written once. */
export interface Manifest {
  readonly formatVersion: 1;
  readonly version: string;
  readonly createdAt: number;
  readonly seed: number;
  /** The version that served when this one was made. */
  readonly parent?: string;
  readonly data: DataWindow;
  readonly models: readonly ModelEntry[];
  readonly verdict: Verdict;
}
