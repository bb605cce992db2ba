import type { HttpRequest } from '../../trigger.js';

const allowHeaders = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'traceparent',
  'x-consistency-token',
  'x-functions-key',
  'x-request-id',
  'x-session-id',
].join(', ');
const exposeHeaders = 'etag, location, retry-after, x-request-charge, x-request-id';

/** The headers that let a page of another origin read the answer. */
export function corsHeaders(origins: readonly string[], request: HttpRequest) {
  if (origins.length === 0) return {};
  const { origin } = request.headers;
  const expose = { 'access-control-expose-headers': exposeHeaders };
  if (origin !== undefined && origins.includes(origin)) {
    const allow = { 'access-control-allow-origin': origin, vary: 'origin' };
    return { ...allow, 'access-control-allow-credentials': 'true', ...expose };
  }
  return { vary: 'origin' };
}

/** The answer to OPTIONS; what it allows, the browser asks for next. */
export const preflightHeaders = (allow: string) => ({
  allow,
  'access-control-allow-methods': allow,
  'access-control-allow-headers': allowHeaders,
  'access-control-max-age': '600',
});
