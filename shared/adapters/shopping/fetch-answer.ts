import { AppError } from '../../domain/errors.js';

/** What a page of offers never needs. */
const maxSizeBytes = 2 * 1_048_576;

/**
 * The body of a successful answer. Throws `invalid` where the provider refuses the request, `unavailable` for other
 * failures; never names the address, which holds the key.
 */
export async function fetchAnswer(address: URL, signal: AbortSignal): Promise<string> {
  const response = await ask(address, signal);
  if (!response.ok) {
    await response.body?.cancel();
    const { status } = response;
    const isRefusal = status < 500 && status !== 408 && status !== 429;
    const message = `the shopping provider answered ${status}`;
    throw new AppError(isRefusal ? 'invalid' : 'unavailable', message);
  }
  return readText(response);
}

async function ask(address: URL, signal: AbortSignal): Promise<Response> {
  try {
    // To follow a redirection would be to hand the key to whoever it leads to.
    const headers = { accept: 'application/json' };
    return await fetch(address, { signal, headers, redirect: 'error' });
  } catch (cause) {
    throw broken('could not be reached', cause);
  }
}

async function readText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of body) {
      sizeBytes += piece.byteLength;
      // Leaving the loop closes the connection.
      if (sizeBytes > maxSizeBytes) break;
      pieces.push(piece);
    }
  } catch (cause) {
    throw broken('broke off its answer', cause);
  }
  if (sizeBytes <= maxSizeBytes) return Buffer.concat(pieces).toString('utf8');
  const message = `the shopping provider answered more than ${maxSizeBytes} bytes`;
  throw new AppError('unavailable', message);
}

const broken = (what: string, cause: unknown) =>
  new AppError('unavailable', `the shopping provider ${what}`, { cause });
