import type { Interaction } from '../event.js';

/** A question whose answer is known: what came after a history. */
export interface EvaluationCase {
  readonly shopper: string;
  readonly traits?: readonly string[];
  /** Oldest first; may be empty. */
  readonly history: readonly Interaction[];
  /** What followed, oldest first, at least one. */
  readonly targets: readonly Interaction[];
}
