import type { OperationSpec } from '../../shared/contracts/operation.js';
import { AppError } from '../../shared/domain/errors.js';
import type { HttpMethod, HttpRequest, HttpResponse, HttpTrigger } from '../trigger.js';
import { type Headers, withETag } from './edge/answer.js';
import { preflightHeaders } from './edge/cors.js';
import { type EdgeDependencies, edge } from './edge/edge.js';
import { gatekeeper, type Keys } from './edge/keys.js';
import { type Call, validate } from './edge/validate.js';

export interface EndpointDependencies extends Keys, EdgeDependencies {}

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

const isPayload = (body: unknown): body is string | Uint8Array | AsyncIterable<string> =>
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
