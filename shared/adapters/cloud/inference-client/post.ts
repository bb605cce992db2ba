import { problemSchema } from '../../../contracts/problem.js';
import { InferenceFault } from './fault.js';

export interface ServerAddress {
  readonly url: string;
  /** A secret: never to be shown. */
  readonly key: string | undefined;
  readonly timeoutMs: number;
}

export interface Posted {
  readonly path: string;
  readonly mediaType: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  /** Longer answers are not read. */
  readonly maxAnswerBytes: number;
}

/**
 * One request to the server, over a connection that is kept for the next. Gives the body of its answer, which is JSON.
 * Rejects with `InferenceFault`, or with the signal's reason, and then the connection is closed at once.
 */
export async function post(
  server: ServerAddress,
  posted: Posted,
  signal: AbortSignal,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(server.timeoutMs);
  try {
    const response = await fetch(addressOf(server, posted.path), {
      method: 'POST',
      redirect: 'error',
      headers: {
        ...posted.headers,
        'content-type': posted.mediaType,
        ...(server.key !== undefined && { authorization: `Bearer ${server.key}` }),
      },
      body: posted.body,
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await readText(response, posted.maxAnswerBytes);
    if (!response.ok) throw refused(response, text);
    return parse(text);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof InferenceFault) throw cause;
    throw unanswered(cause, timeout.aborted ? server.timeoutMs : undefined);
  }
}

/** Who has waited in vain has waited enough: only what fails at once is repeated. */
function unanswered(cause: unknown, waitedMs: number | undefined): InferenceFault {
  return waitedMs === undefined
    ? new InferenceFault(`cannot be reached: ${reasonOf(cause)}`, { isRepeatable: true, cause })
    : new InferenceFault(`gives no answer within ${waitedMs} ms`, { isRepeatable: false, cause });
}

const addressOf = ({ url }: ServerAddress, path: string) => `${url.replace(/\/+$/, '')}${path}`;

async function readText(response: Response, maxBytes: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxBytes) {
      throw new InferenceFault(`answers more than ${maxBytes} bytes`, { isRepeatable: false });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function refused(response: Response, text: string): InferenceFault {
  const { status, headers } = response;
  const problem = problemSchema.safeParse(parseOrUndefined(text));
  const why = problem.success ? `: ${problem.data.detail.slice(0, 300)}` : '';
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new InferenceFault(`answers ${status}${why}`, {
    status,
    isRepeatable: status >= 500 || (status === 429 && Number.isFinite(seconds)),
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}

function parse(text: string): unknown {
  const value = parseOrUndefined(text);
  if (value === undefined) throw new InferenceFault('answers no JSON', { isRepeatable: false });
  return value;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides what happened in the cause of a `TypeError` that says no more than that it failed. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
