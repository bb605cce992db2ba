import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { AppError } from '../../domain/errors.js';

/** What a page of offers never needs. */
const maxSizeBytes = 2 * 1_048_576;

/**
 * The body of a successful answer. Throws `invalid` where the provider refuses the request, `unavailable` for other
 * failures; never names the address, which holds the key. Not by `fetch`: under load some of its sockets (Node 20.20)
 * stayed open though the look-up had been aborted.
 */
export async function fetchAnswer(address: URL, signal: AbortSignal): Promise<string> {
  const response = await ask(address, signal);
  try {
    demandSuccess(response);
    return await readText(response);
  } finally {
    // Of an answer that was read to its end this keeps the connection.
    response.destroy();
  }
}

async function ask(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const { get } = address.protocol === 'https:' ? https : http;
  try {
    const request = get(address, { signal, headers: { accept: 'application/json' } });
    // What fails after the headers is heard from the response.
    request.on('error', () => undefined);
    const [response]: IncomingMessage[] = await once(request, 'response');
    if (response !== undefined) return response;
  } catch (cause) {
    throw broken('could not be reached', cause);
  }
  throw broken('could not be reached');
}

/** A redirection is none: to follow it would be to hand the key to whoever it leads to. */
function demandSuccess({ statusCode: status = 0 }: IncomingMessage): void {
  if (status >= 200 && status < 300) return;
  const isRefusal = status < 500 && status !== 408 && status !== 429;
  const message = `the shopping provider answered ${status}`;
  throw new AppError(isRefusal ? 'invalid' : 'unavailable', message);
}

async function readText(response: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of response) {
      sizeBytes += piece.byteLength;
      if (sizeBytes > maxSizeBytes) break;
      pieces.push(piece);
    }
  } catch (cause) {
    throw broken('broke off its answer', cause);
  }
  if (sizeBytes <= maxSizeBytes) return Buffer.concat(pieces).toString('utf8');
  throw broken(`answered more than ${maxSizeBytes} bytes`);
}

const broken = (what: string, cause?: unknown) =>
  new AppError('unavailable', `the shopping provider ${what}`, { cause });
