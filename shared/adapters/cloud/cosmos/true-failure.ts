import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../../../domain/errors.js';
import { CosmosFault } from './fault.js';

const notes = new AsyncLocalStorage<{ failure?: AppError | CosmosFault }>();

/** Keeps why a request came to nothing for the work that it was part of. */
export function noteFailureOfWork(error: unknown): void {
  const note = notes.getStore();
  if (note && (error instanceof AppError || error instanceof CosmosFault)) note.failure = error;
}

/**
 * Does the work, and rejects by what its request failed by. The SDK (4.9) makes an error of its own of what fails while it
 * reads a change feed, of which only the message is left.
 */
export async function withTrueFailure<T>(work: () => Promise<T>): Promise<T> {
  const note: { failure?: AppError | CosmosFault } = {};
  try {
    return await notes.run(note, work);
  } catch (error) {
    const { failure } = note;
    const isCopy = error instanceof Error && error.message === failure?.message;
    throw isCopy ? failure : error;
  }
}
