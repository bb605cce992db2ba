import { AppError } from '../../../domain/errors.js';

/** The time that a call may take, its retries together. */
export const callTimeoutMs = 10_000;

/**
 * Says of a failed call what failed and by what name. No more: the SDKs' messages may carry what a connection string does.
 */
export const unavailable = (what: string, error: unknown): AppError =>
  new AppError('unavailable', `${what}: ${nameOf(error)}`);

function nameOf(error: unknown): string {
  const reason = reasonOf(error);
  return reason === 'AbortError' ? `no answer within ${callTimeoutMs / 1000} s` : reason;
}

/** An error's code, or its name where it has none; of several tries the first one's. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return 'no reason was given';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Tells of the first failure, and of no other until something works again. */
export function reportOnceWhileDown(report: (error: unknown) => void) {
  let isDown = false;
  return {
    failed(error: unknown): void {
      if (!isDown) report(error);
      isDown = true;
    },
    works(): void {
      isDown = false;
    },
  };
}
