import type { Dimensions, Telemetry } from '../../ports/runtime.js';
import type { Stage, Stages } from '../../ports/stages.js';

/** Made once: an answer takes less time than making them would. */
const dimensions: Readonly<Record<Stage, Dimensions>> = {
  candidates: { stage: 'candidates' },
  score: { stage: 'score' },
  refine: { stage: 'refine' },
  encode: { stage: 'encode' },
  words: { stage: 'words' },
  vectors: { stage: 'vectors' },
};

/** Reports each step as a measurement `stage-ms`. */
export function stageTimes(telemetry: Pick<Telemetry, 'metric'>): Stages {
  return {
    begin() {
      let sinceMs = performance.now();
      return (ended) => {
        const nowMs = performance.now();
        telemetry.metric('stage-ms', nowMs - sinceMs, dimensions[ended]);
        sinceMs = nowMs;
      };
    },
  };
}
