import { AppError, type ErrorCode } from '../../../domain/errors.js';
import { scrub } from './scrub.js';

/** These speak of us and of who we ask; the others speak of what was sent. */
const isOurs: ReadonlySet<ErrorCode> = new Set(['unavailable', 'overloaded']);

const maxCauses = 5;
const maxFrames = 30;

/**
 * An error that says what went wrong and where, without what was sent to us: of messages only those that speak of ourselves
 * are kept, without their values; of causes the names and codes.
 */
export function harmlessError(error: unknown): {
  readonly exception: Error;
  readonly causes: string;
} {
  const exception = new Error(messageOf(error));
  exception.name = nameOf(error);
  exception.stack = [`${exception.name}: ${exception.message}`, ...framesOf(error)].join('\n');
  return { exception, causes: causesOf(error).join(' < ') };
}

function messageOf(error: unknown): string {
  if (error instanceof AppError && isOurs.has(error.code)) return scrub(error.message);
  return codeOf(error) ?? nameOf(error);
}

function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^\w{1,64}$/.test(name) ? name : 'Error';
}

/** A word such as `ECONNRESET`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[\w-]{1,64}$/.test(code) ? code : undefined;
}

/** Lines of the message may look like frames: only what comes after it counts. */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  const at = error.stack.indexOf(error.message);
  const rest = at < 0 ? '' : error.stack.slice(at + error.message.length);
  return rest
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, maxFrames);
}

function causesOf(error: unknown): readonly string[] {
  const causes: string[] = [];
  let cause: unknown = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && causes.length < maxCauses) {
    const code = codeOf(cause);
    causes.push(code === undefined ? nameOf(cause) : `${nameOf(cause)} ${code}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}
