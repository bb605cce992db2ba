import { AppError } from '../../../domain/errors.js';

/** Settles after so many milliseconds, or as soon as the signal is aborted. */
export type Pause = (durationMs: number, signal: AbortSignal) => Promise<void>;

const betweenTriesMs = 1_000;

/** Does background work that gives way to requests: what is `overloaded` is tried again, until the signal is aborted. */
export async function patiently<T>(
  work: () => Promise<T>,
  pause: Pause,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'overloaded')) throw error;
    }
    await pause(betweenTriesMs, signal);
  }
}
