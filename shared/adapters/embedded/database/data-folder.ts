import { mkdirSync } from 'node:fs';
import { AppError } from '../../../domain/errors.js';

/** Makes the folder and those above it where they are missing; throws `unavailable` where that cannot be. */
export function makeFolder(folder: string): void {
  inFolder(folder, () => mkdirSync(folder, { recursive: true }));
}

/** Does something with the files of a folder; a failure is `unavailable` and names the folder. */
export function inFolder(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('unavailable', `The data folder ${folder} cannot be used: ${why}`, { cause });
}
