import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';

/** What may be learnt from, and what is asked: nothing that a case wants is in `train`. */
export interface Split {
  /** All items stay; shoppers who have nothing left do not. */
  readonly train: TrainingSet;
  readonly cases: readonly EvaluationCase[];
}

export interface SplitOptions {
  /** Decides where visits are cut. */
  readonly seed: number;
  /** Of all events, the newest share that is held out where a protocol divides by time. Between 0 and 1. */
  readonly heldOutShare: number;
  /** Steps of a history that a case keeps: the last ones. */
  readonly maxHistory: number;
}

export const usualSplit: SplitOptions = { seed: 1, heldOutShare: 0.1, maxHistory: 200 };

/** A way to judge, as the literature names it. */
export interface Protocol {
  readonly name: string;
  /** One line for the help text. */
  readonly summary: string;
  split(set: TrainingSet, options: SplitOptions): Split;
}
