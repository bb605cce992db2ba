import { createHash } from 'node:crypto';
import { toProblem } from '../../../shared/contracts/problem.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../../trigger.js';

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
  const { status, body } = response;
  if (status !== 200 || body === undefined || isStreamed(body)) return response;
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  const headers = { ...response.headers, etag, 'cache-control': cacheControl };
  const known = request.headers['if-none-match'];
  const isKnown = known
    ?.split(',')
    .some((each) => /^(W\/)?(".*")$/.exec(each.trim())?.[2] === etag);
  if (!isKnown && known?.trim() !== '*') return { ...response, headers };
  return { status: 304, headers };
}

/** What HEAD gets: the same headers with the length, where there is one, and no body. */
export function withoutBody({ status, headers, body }: HttpResponse): HttpResponse {
  if (isStreamed(body)) letGo(body);
  if (body === undefined || isStreamed(body)) return { status, headers };
  return { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } };
}

/** Ends what nobody will ask for. */
function letGo(body: AsyncIterable<string>): void {
  body[Symbol.asyncIterator]()
    .return?.()
    .catch(() => undefined);
}
