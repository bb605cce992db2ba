import { get as getPlainly, type IncomingMessage } from 'node:http';
import { get as getSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { AppError } from '../../domain/errors.js';
import type { ImageFetcher } from '../../ports/image-fetcher.js';
import { guardedLookup, type Resolve, resolveBySystem } from './guarded-lookup.js';
import { refused, webAddress } from './web-address.js';

export interface WebImagesOptions {
  /** Hosts that may be asked though they are not public, each as `URL` writes it: `localhost:7071`. */
  readonly allowedHosts: readonly string[];
  /** Of the whole way, redirects included. */
  readonly timeoutMs: number;
  readonly maxSizeBytes: number;
  /** All addresses of a name; of the system where absent. */
  readonly resolve?: Resolve;
}

const maxRedirects = 5;
const concurrency = 8;
const maxWaiting = 64;
const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'tastemaker' };

type Fetch = (url: string, signal: AbortSignal) => Promise<Uint8Array>;

/** Fetches by Node's own client. What a name resolves to is checked as the connection is made, so that it cannot change in between. */
export function webImages(options: WebImagesOptions): ImageFetcher {
  const line = bulkhead(concurrency, maxWaiting);
  const fetchOnce = fetchWithin(options);
  return {
    async fetch(url, signal) {
      try {
        return await line.execute(() => inTime(fetchOnce, url, { ...options, signal }), signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof BulkheadRejectedError ? tooBusy(error) : error;
      }
    },
  };
}

async function inTime(
  fetchOnce: Fetch,
  url: string,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const { timeoutMs, signal } = limits;
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await fetchOnce(url, signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (deadline.aborted) throw refused(`the address gave no file within ${timeoutMs} ms`, error);
    throw refused('the address could not be read', error);
  }
}

function fetchWithin({
  allowedHosts,
  maxSizeBytes,
  resolve = resolveBySystem,
}: WebImagesOptions): Fetch {
  const allowed = new Set(allowedHosts);
  const isOpen = ({ host }: URL) => allowed.has(host);
  return async (text, signal) => {
    let url = webAddress(text, isOpen);
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
      const lookup = guardedLookup(resolve, isOpen(url));
      const response = await open(url, lookup, signal);
      const { location } = response.headers;
      if (!isRedirect(response) || location === undefined) return readFile(response, maxSizeBytes);
      response.destroy();
      url = webAddress(location, isOpen, url);
    }
    throw refused(`expected at most ${maxRedirects} redirects, got more`);
  };
}

function open(url: URL, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getSecurely : getPlainly;
  return new Promise((resolve, reject) => {
    // No agent: a connection that another part of the house keeps open was never checked.
    get(url, { agent: false, headers, lookup, signal }, resolve).on('error', reject);
  });
}

const isRedirect = ({ statusCode = 0 }: IncomingMessage) =>
  [301, 302, 303, 307, 308].includes(statusCode);

async function readFile(response: IncomingMessage, maxSizeBytes: number): Promise<Uint8Array> {
  const { statusCode, headers } = response;
  const isTooLong = Number(headers['content-length']) > maxSizeBytes;
  if (statusCode !== 200 || isTooLong) response.destroy();
  if (statusCode !== 200) throw refused(`the address answered ${statusCode}, expected 200`);
  if (isTooLong) throw tooLarge(maxSizeBytes);
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a file of at most ${maxSizeBytes} bytes, got more`);

const tooBusy = (cause: Error) =>
  new AppError('overloaded', 'too many pictures are waiting to be fetched', { cause });
