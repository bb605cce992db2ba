import type { HttpRequest } from '../../functions/trigger.js';

/** A request as a host would make it. */
export function request(
  method: string,
  url: string,
  more: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly body?: AsyncIterable<Uint8Array>;
  } = {},
): HttpRequest {
  const { headers = {}, params = {}, body } = more;
  const query = new URL(url, 'http://localhost').searchParams;
  return { method, url, headers, params, query, ...(body && { body }) };
}
