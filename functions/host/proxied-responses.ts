import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResponseOf } from './azure-exchange.js';

/**
 * The Functions library answers streamed requests by a server of its own and keeps the responses to itself, so that a
 * function never learns that its client has gone. Node tells of every request that a server begins; from there they are
 * known here, by invocation.
 */
export function watchProxiedResponses(): ResponseOf {
  const responses = new Map<string, ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Begun;
    const id = request.headers['x-ms-invocation-id'];
    if (typeof id !== 'string') return;
    responses.set(id, response);
    response.once('close', () => responses.delete(id));
  });
  return (invocationId) => responses.get(invocationId);
}

interface Begun {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
