import type { TraceContext } from '../../../domain/trace-context.js';

/** Nobody waits for so long without asking why. */
const slowMs = 1_000;

export interface Sampled {
  /** Whether it must be kept, whatever the rate. */
  readonly hasFailed: boolean;
  readonly durationMs: number;
}

/**
 * Decides what is kept: all that failed or was slow, and of the rest `percentage` of the traces, each as a whole in every
 * process. Gives the percentage that a kept one stands for, by which whoever counts them comes to the right number;
 * undefined for one that is not kept. `random`: 0 to 1, for what belongs to no trace.
 */
export function makeSampler(percentage: number, random: () => number) {
  return (
    { hasFailed, durationMs }: Sampled,
    context: TraceContext | undefined,
  ): number | undefined => {
    if (hasFailed || durationMs >= slowMs || percentage >= 100) return 100;
    const share = context === undefined ? random() : shareOf(context);
    return share * 100 < percentage ? percentage : undefined;
  };
}

/** The end of a trace id is the random part, where not all of it is (W3C Trace Context, 3.2.2.3). */
const shareOf = ({ traceId }: TraceContext) => Number.parseInt(traceId.slice(-8), 16) / 2 ** 32;
