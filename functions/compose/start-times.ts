import type { Telemetry } from '../../shared/ports/runtime.js';

/** What a start does one after the other. */
export type StartStep = 'modules' | 'places' | 'history' | 'doors';

/**
 * Reports how long each step of a start takes as a measurement `start-ms`; the first began with the process. A step ends,
 * and the next begins, when the result is called with its name.
 */
export function startTimes(telemetry: Pick<Telemetry, 'metric'>): (ended: StartStep) => void {
  let sinceMs = 0;
  return (step) => {
    const nowMs = performance.now();
    telemetry.metric('start-ms', nowMs - sinceMs, { step });
    sinceMs = nowMs;
  };
}
