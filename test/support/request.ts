import type { HttpRequest } from '../../functions/trigger.js';

/** A request as a host would make it. */
export function request(
  method: string,
  url: string,
  more: {
    readonly headers?: HttpRequest['headers'];
    readonly params?: Readonly<Record<string, string>>;
    readonly body?: AsyncIterable<Uint8Array>;
  } = {},
): HttpRequest {
  const { headers = {}, params = {}, body } = more;
  const query = new URL(url, 'http://localhost').searchParams;
  const isSecure = false;
  return { method, url, headers, params, query, isSecure, ...(body && { body }) };
}
