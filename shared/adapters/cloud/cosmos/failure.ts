import { AppError, type ErrorCode } from '../../../domain/errors.js';
import { faultOf, statusOf } from './fault.js';

interface Meaning {
  readonly code: ErrorCode;
  readonly text: string;
}

/**
 * What the service's refusals mean here. Its own messages are shown to nobody: they carry addresses, and values of the
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

/** A failed call of the SDK by our names. What is no failure of the service or of who lets us in stays as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const fault = faultOf(error);
  if (fault) return new AppError('unavailable', `Cosmos DB ${fault.message}`);
  const status = statusOf(error);
  const meaning = meanings[status];
  if (meaning) return refusal(status, meaning, error);
  if (status > 0) return new AppError('unavailable', `Cosmos DB answers ${status}`);
  const name = error instanceof Error ? error.name : '';
  return isOfEntry(name)
    ? new AppError('unavailable', `Cosmos DB cannot be entered: ${name}`)
    : error;
}

/** What the libraries throw that have no token for us; their messages may tell more than logs should know. */
const isOfEntry = (name: string) => /Authentication|Credential|RestError/.test(name);

/** Whether the service refused because somebody else was there first. */
export function isConflict(error: unknown): boolean {
  return error instanceof AppError
    ? error.code === 'conflict'
    : [409, 412].includes(statusOf(error));
}

function refusal(status: number, { code, text }: Meaning, error: unknown): AppError {
  const message = error instanceof Error ? error.message : '';
  // A request that was never valid is a mistake of ours, to be found by what the service says of it.
  const options = status === 400 ? { cause: new Error(message.slice(0, 500)) } : {};
  return new AppError(code, `Cosmos DB ${text} (${status})${hintOf(status, message)}`, options);
}

/** The commonest reason why a right key is refused. */
function hintOf(status: number, message: string): string {
  if (status !== 401 && status !== 403) return '';
  if (/x-ms-date|time|clock|skew/i.test(message)) return ': is the clock of this machine right?';
  return /expired/i.test(message) ? ': the token has expired' : '';
}
