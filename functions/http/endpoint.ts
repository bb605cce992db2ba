import type { OperationSpec } from '../../shared/contracts/operation.js';
import { AppError } from '../../shared/domain/errors.js';
import type { NewId, Telemetry } from '../../shared/ports/runtime.js';
import type { HttpMethod, HttpRequest, HttpResponse, HttpTrigger } from '../trigger.js';
import { type Headers, problemResponse, withETag, withoutBody } from './edge/answer.js';
import { corsHeaders, preflightHeaders } from './edge/cors.js';
import { gatekeeper, type Keys } from './edge/keys.js';
import { type Call, validate } from './edge/validate.js';

export interface EndpointDependencies extends Keys {
  readonly corsOrigins: readonly string[];
  readonly telemetry: Telemetry;
  readonly newId: NewId;
}

/** What a handler gives back. `status` is the spec's where absent; the body leaves as JSON unless the spec says otherwise. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Headers;
}

/** A spec with the code behind it, its types forgotten once they have been matched. */
export interface Operation {
  readonly spec: OperationSpec;
  run(request: HttpRequest): Promise<Answer>;
}

export type Operations = Readonly<Partial<Record<HttpMethod, Operation>>>;

/** An HTTP trigger that also says what it takes and gives; the OpenAPI document is made of these. */
export interface ApiTrigger extends HttpTrigger {
  readonly operations: Operations;
}

/** Ties a handler to its spec: it is only called with what the spec lets through. */
export function operation<P, Q, H, B>(
  spec: OperationSpec<P, Q, H, B>,
  handle: (call: Call<P, Q, H, B>) => Promise<Answer> | Answer,
): Operation {
  return { spec, run: async (request) => handle(await validate(spec, request)) };
}

/** One route with all its methods: keys, limits, validation, caching, CORS, errors and telemetry alike on every host. */
export function httpTrigger(
  route: { readonly name: string; readonly route: string; readonly operations: Operations },
  dependencies: EndpointDependencies,
): ApiTrigger {
  const admit = gatekeeper(dependencies);
  const allow = allowed(route.operations);
  const respond = async (request: HttpRequest): Promise<HttpResponse> => {
    if (request.method === 'OPTIONS') return { status: 204, headers: preflightHeaders(allow) };
    const found = find(route.operations, request.method);
    if (!found) throw wrongMethod(request.method, allow);
    admit(found.spec.access, request);
    const response = toResponse(found.spec, await found.run(request));
    const { cacheControl } = found.spec;
    return cacheControl ? withETag(request, response, cacheControl) : response;
  };
  const handle = edge(route.route, { respond, allow }, dependencies);
  return { kind: 'http', ...route, handle };
}

/**
 * Answers whatever no other route takes. The bare prefix is `index`'s: Azure knows no empty route, and gives it to
 * the catch-all.
 */
export function catchAllTrigger(
  index: HttpTrigger,
  dependencies: EndpointDependencies,
): HttpTrigger {
  const respond = async ({ method, url }: HttpRequest): Promise<HttpResponse> => {
    if (method === 'OPTIONS') return { status: 204, headers: preflightHeaders('OPTIONS') };
    const path = url.split('?', 1)[0] ?? '';
    if (!isDecodable(path)) throw new AppError('invalid', 'the path is not percent-encoded UTF-8');
    throw new AppError(
      'not-found',
      `no route ${path.slice(0, 200)}; /api/docs shows those there are`,
    );
  };
  const nothing = edge('{*rest}', { respond }, dependencies);
  const handle = (request: HttpRequest) => {
    const { rest = '' } = request.params;
    return rest === '' ? index.handle(request) : nothing(request);
  };
  return { kind: 'http', name: 'catch-all', route: '{*rest}', handle };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

interface Inside {
  respond(request: HttpRequest): Promise<HttpResponse>;
  /** The methods of the route, for `Allow`. */
  readonly allow?: string;
}

/** What surrounds every answer: the request's id, errors as problems, CORS, and one line of telemetry. */
function edge(route: string, inside: Inside, dependencies: EndpointDependencies) {
  const { telemetry, newId, corsOrigins } = dependencies;
  return async (request: HttpRequest): Promise<HttpResponse> => {
    const startedMs = performance.now();
    const id = requestId(request) ?? newId();
    const response = await inside.respond(request).catch((error: unknown) => {
      const isWrongMethod = error instanceof AppError && error.code === 'method-not-allowed';
      const problem = problemResponse(
        error,
        request,
        isWrongMethod ? { allow: inside.allow ?? '' } : {},
      );
      if (problem.status >= 500) telemetry.exception(error, { requestId: id, route });
      return problem;
    });
    const headers = {
      ...common,
      ...response.headers,
      ...corsHeaders(corsOrigins, request),
      'x-request-id': id,
    };
    const { method } = request;
    const traceparent = traceOf(request);
    telemetry.request({
      id,
      ...(traceparent !== undefined && { traceparent }),
      route,
      method,
      status: response.status,
      durationMs: performance.now() - startedMs,
    });
    const answer = { ...response, headers };
    return method === 'HEAD' ? withoutBody(answer) : answer;
  };
}

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A client's own id is kept where it is short and harmless in a log. */
function requestId({ headers }: HttpRequest): string | undefined {
  const id = headers['x-request-id'];
  return id !== undefined && /^[\w.:+/=-]{1,128}$/.test(id) ? id : undefined;
}

function traceOf({ headers }: HttpRequest): string | undefined {
  const { traceparent: trace } = headers;
  return trace && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(trace) ? trace : undefined;
}

function find(operations: Operations, method: string): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return Object.entries(operations).find(([name]) => name === wanted)?.[1];
}

function allowed(operations: Operations): string {
  const methods = Object.keys(operations);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

const wrongMethod = (method: string, allow: string) =>
  new AppError('method-not-allowed', `expected one of ${allow}, got ${method.slice(0, 20)}`);

function toResponse({ success }: OperationSpec, { status, headers, body }: Answer): HttpResponse {
  const mediaType = success.mediaType ?? 'application/json';
  const isRaw = success.mediaType !== undefined && isPayload(body);
  const content = body === undefined || isRaw ? body : JSON.stringify(body);
  return {
    status: status ?? success.status,
    headers: { ...(content !== undefined && { 'content-type': mediaType }), ...headers },
    ...(content !== undefined && { body: content }),
  };
}

const isPayload = (body: unknown): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array;
