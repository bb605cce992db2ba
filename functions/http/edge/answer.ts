import { createHash } from 'node:crypto';
import { toProblem } from '../../../shared/contracts/problem.js';
import type { HttpRequest, HttpResponse } from '../../trigger.js';

export type Headers = Readonly<Record<string, string>>;

/** A problem+json response; `headers` come beside those that the problem itself asks for. */
export function problemResponse(error: unknown, request: HttpRequest, headers: Headers = {}) {
  const path = request.url.split('?', 1)[0] ?? '';
  const { problem, retryAfterSeconds } = toProblem(error, path.slice(0, 500));
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
      ...headers,
    },
    body: JSON.stringify(problem),
  };
}

/** Adds an ETag, and leaves the body away where the client has it already (RFC 9110, 13.1.2). */
export function withETag(request: HttpRequest, response: HttpResponse, cacheControl: string) {
  if (response.status !== 200 || response.body === undefined) return response;
  const etag = `"${createHash('sha1').update(response.body).digest('base64url')}"`;
  const headers = { ...response.headers, etag, 'cache-control': cacheControl };
  const known = request.headers['if-none-match'];
  const isKnown = known
    ?.split(',')
    .some((each) => /^(W\/)?(".*")$/.exec(each.trim())?.[2] === etag);
  if (!isKnown && known?.trim() !== '*') return { ...response, headers };
  return { status: 304, headers };
}

/** What HEAD gets: the same headers with the length, and no body. */
export function withoutBody({ status, headers, body }: HttpResponse): HttpResponse {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return { status, headers: { ...headers, ...length } };
}
