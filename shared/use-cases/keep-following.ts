import type { Telemetry } from '../ports/runtime.js';
import type { FollowChanges } from './follow-changes.js';

interface Dependencies {
  readonly followChanges: Pick<FollowChanges, 'catchUp'>;
  readonly everyMs: number;
  readonly telemetry: Telemetry;
  /** Settles after so many milliseconds, or as soon as the signal is aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

export interface Following {
  close(): Promise<void>;
}

/** Keeps up with what other processes write, until closed. What fails is told of once, until it works again. */
export function keepFollowing(dependencies: Dependencies): Following {
  const { followChanges, everyMs, telemetry, pause } = dependencies;
  const closing = new AbortController();
  const { signal } = closing;
  async function follow(): Promise<void> {
    let isTold = false;
    while (!signal.aborted) {
      await pause(everyMs, signal);
      if (signal.aborted) return;
      isTold = await followChanges.catchUp().then(
        () => false,
        (error: unknown) => {
          if (!isTold) telemetry.exception(error, { during: 'following changes' });
          return true;
        },
      );
    }
  }
  const running = follow();
  return {
    close() {
      closing.abort();
      return running;
    },
  };
}
