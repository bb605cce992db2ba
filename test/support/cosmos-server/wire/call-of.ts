import type { IncomingMessage } from 'node:http';
import type { Call } from './call.js';
import { resourcePath } from './resource-path.js';

/** A request as the handlers see it. Throws 400 where its address is broken. */
export function callOf(message: IncomingMessage, body: string, origin: string): Call {
  const entries = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? '',
    path: resourcePath(message.url ?? '/'),
    headers: Object.fromEntries(entries),
    origin,
    body,
  };
}
