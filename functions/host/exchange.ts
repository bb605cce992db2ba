import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpRequest, type HttpResponse, isStreamed } from '../trigger.js';
import type { OpenStreams } from './open-streams.js';

/** What is left of a refused body is read away up to this, so that the client gets to see the answer. */
const maxDiscardedBytes = 32 * 1_048_576;

export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly streams: OpenStreams;
}

/** node:http's request as triggers know it. */
export function toRequest(
  incoming: IncomingMessage,
  params: Readonly<Record<string, string>>,
): HttpRequest {
  const url = incoming.url ?? '/';
  const headers = joinedHeaders(incoming);
  return {
    method: incoming.method ?? 'GET',
    url,
    headers,
    params,
    query: queryOf(url),
    isSecure: cameByTls(headers),
    ...(hasBody(headers) && { body: incoming.iterator({ destroyOnReturn: false }) }),
  };
}

type Headers = HttpRequest['headers'];

export function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** As the first of all proxies saw it. */
export const cameByTls = ({ 'x-forwarded-proto': proto = '' }: Headers): boolean =>
  /^\s*https\s*(,|$)/i.test(proto);

export function hasBody({
  'transfer-encoding': encoding,
  'content-length': length = '0',
}: Headers): boolean {
  return encoding !== undefined || Number(length) > 0;
}

function joinedHeaders({ headers }: IncomingMessage): Headers {
  const joined: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    joined[name] = typeof value === 'string' ? value : value?.join(', ');
  }
  return joined;
}

/** Sends an answer; to a client that has gone, none. */
export function send(
  { incoming, outgoing, streams }: Exchange,
  { status, headers, body }: HttpResponse,
): void {
  if (isStreamed(body)) {
    // Its connection is kept for nothing else: the end of the server would wait for that.
    outgoing.shouldKeepAlive = false;
    if (!outgoing.destroyed) outgoing.writeHead(status, headers).flushHeaders();
    void streams.pour(body, outgoing);
  } else if (!outgoing.destroyed) {
    const length = body === undefined ? undefined : Buffer.byteLength(body);
    const isSized = length === undefined || 'content-length' in headers;
    outgoing.writeHead(status, isSized ? headers : { ...headers, 'content-length': length });
    outgoing.end(body);
  }
  if (!incoming.complete) discardRest(incoming);
}

function discardRest(incoming: IncomingMessage): void {
  let discardedBytes = 0;
  incoming.on('error', () => undefined);
  incoming.on('data', (piece: Uint8Array) => {
    discardedBytes += piece.byteLength;
    if (discardedBytes > maxDiscardedBytes) incoming.destroy();
  });
  incoming.resume();
}
