import { AppError, type ErrorCode } from '../../../domain/errors.js';
import { reasonOf } from '../queues/unavailable.js';

/** What the service's own names for its refusals mean here; all others are `unavailable`. */
const codes: Readonly<Record<string, ErrorCode>> = {
  RequestBodyTooLarge: 'too-large',
  BlobNotFound: 'not-found',
  ContainerNotFound: 'not-found',
  ConditionNotMet: 'conflict',
  LeaseAlreadyPresent: 'conflict',
  LeaseAlreadyBroken: 'conflict',
  LeaseIdMismatchWithLeaseOperation: 'conflict',
  LeaseIsBrokenAndCannotBeRenewed: 'conflict',
  LeaseLost: 'conflict',
  LeaseNotPresentWithLeaseOperation: 'conflict',
  InvalidRange: 'conflict',
};

const refusals = new Set([401, 403]);

/**
 * Says of a failed call what failed and by what name. No more: the SDK's messages may carry addresses with signatures, and
 * headers. `conflict` is a blob that has changed since it was looked at.
 */
export function blobFailure(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = blobErrorCode(error) ?? reasonOf(error);
  const code = codes[reason] ?? 'unavailable';
  return new AppError(code, `${what}: ${explained(reason, statusOf(error))}`);
}

function explained(reason: string, status: number | undefined): string {
  if (reason === 'TimeoutError') return 'no answer in time';
  if (reason === 'AbortError') return 'the connection broke';
  if (status !== undefined && refusals.has(status))
    return `the storage account refuses this identity or key (${reason})`;
  if (reason === 'ConditionNotMet') return 'it was replaced meanwhile';
  return reason;
}

/** The service's name for a refusal; undefined where it gave none. */
export function blobErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = statusOf(error);
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  // An answer to HEAD has no body, and some have no name in their headers either.
  return status === 412 ? 'ConditionNotMet' : status === 404 ? 'BlobNotFound' : undefined;
}

function statusOf(error: unknown): number | undefined {
  const hasStatus = error instanceof Error && 'statusCode' in error;
  return hasStatus && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
