import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRequest, HttpResponse } from '../trigger.js';

/** What is left of a refused body is read away up to this, so that the client gets to see the answer. */
const maxDiscardedBytes = 32 * 1_048_576;

/** node:http's request as triggers know it. */
export function toRequest(
  incoming: IncomingMessage,
  params: Readonly<Record<string, string>>,
): HttpRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    url,
    headers: joinedHeaders(incoming),
    params,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    ...(hasBody(incoming) && { body: incoming.iterator({ destroyOnReturn: false }) }),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function joinedHeaders({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  const joined: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    joined[name] = typeof value === 'string' ? value : value?.join(', ');
  }
  return joined;
}

/** Sends an answer; to a client that has gone, none. */
export function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: HttpResponse,
): void {
  if (outgoing.destroyed) return;
  const { status, headers, body } = response;
  const length = body === undefined ? undefined : Buffer.byteLength(body);
  const isSized = length === undefined || 'content-length' in headers;
  outgoing.writeHead(status, isSized ? headers : { ...headers, 'content-length': length });
  outgoing.end(body);
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
