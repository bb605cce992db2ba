import { AppError } from '../../../shared/domain/errors.js';
import type { NewId, Telemetry } from '../../../shared/ports/runtime.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../../trigger.js';
import { problemResponse, withoutBody } from './answer.js';
import { corsHeaders } from './cors.js';
import { watched } from './watched.js';

export interface EdgeDependencies {
  readonly corsOrigins: readonly string[];
  readonly telemetry: Telemetry;
  readonly newId: NewId;
}

interface Inside {
  respond(request: HttpRequest): Promise<HttpResponse>;
  /** The methods of the route, for `Allow`. */
  readonly allow?: string;
}

/** What surrounds every answer: the request's id, errors as problems, CORS, and one line of telemetry. */
export function edge(route: string, inside: Inside, dependencies: EdgeDependencies) {
  const { telemetry, newId, corsOrigins } = dependencies;
  return async (request: HttpRequest): Promise<HttpResponse> => {
    const startedMs = performance.now();
    const id = requestId(request) ?? newId();
    const response = await inside.respond(request).catch((error: unknown) => {
      const problem = failed(error, request, inside);
      if (problem.status >= 500) telemetry.exception(error, { requestId: id, route });
      return problem;
    });
    const { status } = response;
    const durationMs = performance.now() - startedMs;
    telemetry.request({
      id,
      ...traceOf(request),
      route,
      method: request.method,
      status,
      durationMs,
    });
    const around = { ...corsHeaders(corsOrigins, request), 'x-request-id': id };
    const answer = { ...response, headers: { ...common, ...response.headers, ...around } };
    if (request.method === 'HEAD') return withoutBody(answer);
    if (!isStreamed(answer.body)) return answer;
    const report = (error: unknown) => telemetry.exception(error, { requestId: id, route });
    return { ...answer, body: watched(answer.body, report) };
  };
}

function failed(error: unknown, request: HttpRequest, { allow = '' }: Inside) {
  const isWrongMethod = error instanceof AppError && error.code === 'method-not-allowed';
  return problemResponse(error, request, isWrongMethod ? { allow } : {});
}

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A client's own id is kept where it is short and harmless in a log. */
function requestId({ headers }: HttpRequest): string | undefined {
  const id = headers['x-request-id'];
  return id !== undefined && /^[\w.:+/=-]{1,128}$/.test(id) ? id : undefined;
}

/** W3C Trace Context, passed on only where it is well-formed. */
function traceOf({ headers: { traceparent = '' } }: HttpRequest): {
  readonly traceparent?: string;
} {
  const isValid = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent);
  return isValid ? { traceparent } : {};
}
