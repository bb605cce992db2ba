import { AppError, type ErrorCode } from '../../../domain/errors.js';
import { faultOf, statusOf } from './fault.js';

interface Meaning {
  readonly code: ErrorCode;
  readonly text: string;
}

/**
 * What the service's refusals mean here. Its own messages are kept to nobody: they carry addresses, and values of the
 * request.
 */
const meanings: Readonly<Record<number, Meaning>> = {
  400: { code: 'invalid', text: 'takes this for no valid request' },
  401: { code: 'unavailable', text: 'accepts neither this key nor this identity' },
  403: { code: 'unavailable', text: 'forbids this to this key or identity' },
  404: { code: 'not-found', text: 'has nothing of that name' },
  409: { code: 'conflict', text: 'has one of that name already' },
  412: { code: 'conflict', text: 'has another version of it' },
  413: { code: 'too-large', text: 'takes no document of more than 2 MB' },
  424: { code: 'conflict', text: 'did nothing, as another part of the batch failed' },
  429: { code: 'overloaded', text: 'is asked too much at once' },
};

/** A failed call of the SDK by our names. What is an `AppError` already stays one. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const fault = faultOf(error);
  if (fault) return new AppError('unavailable', `Cosmos DB ${fault.message}`);
  const status = statusOf(error);
  const meaning = meanings[status];
  if (meaning) return refusal(status, meaning, error);
  return new AppError('unavailable', `Cosmos DB fails: ${nameOf(error)}`);
}

/** Whether the service refused because somebody else was there first. */
export function isConflict(error: unknown): boolean {
  return error instanceof AppError
    ? error.code === 'conflict'
    : [409, 412].includes(statusOf(error));
}

function refusal(status: number, { code, text }: Meaning, error: unknown): AppError {
  const hint = hintOf(status, error);
  return new AppError(code, `Cosmos DB ${text} (${status})${hint}`);
}

/** The commonest reason why a right key is refused. */
function hintOf(status: number, error: unknown): string {
  const isRefused = status === 401 || status === 403;
  const message = error instanceof Error ? error.message : '';
  if (!isRefused) return '';
  if (/x-ms-date|time|clock|skew/i.test(message)) return ': is the clock of this machine right?';
  return /expired/i.test(message) ? ': the token has expired' : '';
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'no reason was given');
