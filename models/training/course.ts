import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../../shared/ports/runtime.js';
import type { FitContext } from '../../shared/ports/training.js';

/** Tells how far a stage is, lets messages in, and rejects with the signal's reason once that is aborted. */
export type Checkpoint = FitContext['checkpoint'];

/** A run cut into stages, each a share of the whole. */
export interface Course {
  /** The next stage, which begins where the last one was to end. */
  stage(name: string, share: number): Checkpoint;
}

export function startCourse(progress: Progress, signal: AbortSignal): Course {
  let begun = 0;
  return {
    stage(name, share) {
      const start = begun;
      begun = Math.min(1, start + share);
      const span = begun - start;
      return async (done, total, note) => {
        const part = total > 0 ? Math.min(1, done / total) : 0;
        progress.report(name, start + span * part, 1, note);
        await setImmediate();
        signal.throwIfAborted();
      };
    },
  };
}
