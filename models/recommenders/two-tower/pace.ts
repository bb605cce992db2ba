import type { FitContext } from '../../../shared/ports/training.js';

/** Often enough for five checkpoints a second with steps of some length between. */
const checkpointMs = 80;

/** Keeps a fit in touch with who asked for it, and watches its time. */
export interface Pace {
  /** Share of the time limit that is over; 0 where there is none. */
  readonly spent: number;
  /** Reports, where it is time to. */
  touch(done: number, total: number): Promise<void>;
}

/** `note`: what is being done. */
export function createPace({ timeLimitMs, ...context }: FitContext): Pace {
  const started = performance.now();
  let reported = Number.NEGATIVE_INFINITY;
  return {
    get spent() {
      return timeLimitMs === undefined ? 0 : (performance.now() - started) / timeLimitMs;
    },
    async touch(done, total) {
      const now = performance.now();
      if (now - reported < checkpointMs) return;
      reported = now;
      await context.checkpoint(done, total);
    },
  };
}
