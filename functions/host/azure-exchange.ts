import type { ServerResponse } from 'node:http';
import type { ReadableStream } from 'node:stream/web';
import { type HttpRequest, type HttpTrigger, isStreamed } from '../trigger.js';
import { azureStream } from './azure-stream.js';
import { cameByTls, hasBody, queryOf } from './exchange.js';

/** What this needs of `HttpRequest` of `@azure/functions`, which only the Azure entry may name. */
export interface AzureRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Iterable<[string, string]>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: {
    values(options: { readonly preventCancel: boolean }): AsyncIterable<Uint8Array>;
  } | null;
}

export interface AzureResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array>;
}

/** What the host says of an invocation. */
export interface AzureContext {
  readonly invocationId: string;
  /** The host's own span: below the caller's, where that had one. */
  readonly traceContext?: { readonly traceParent?: string | null | undefined } | undefined;
}

/** The response that the worker will write to for an invocation, where it streams. */
export type ResponseOf = (invocationId: string) => ServerResponse | undefined;

/** Every method comes to the trigger, so that a wrong one is answered as on any other host. */
export const azureMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** A trigger as `app.http` wants it. */
export function azureHandler(trigger: HttpTrigger, responseOf: ResponseOf) {
  const names = [...trigger.route.matchAll(/\{\*?(\w+)\}/g)].map(([, name = '']) => name);
  return async (
    request: AzureRequest,
    { invocationId, traceContext }: AzureContext,
  ): Promise<AzureResponse> => {
    const outgoing = responseOf(invocationId);
    const { body, ...response } = await trigger.handle(
      traced(toRequest(request, names), traceContext),
    );
    if (isStreamed(body)) return { ...response, body: azureStream(body, outgoing) };
    return { ...response, ...(body !== undefined && { body }) };
  };
}

function toRequest(request: AzureRequest, names: readonly string[]): HttpRequest {
  const { method, params, body } = request;
  const [, scheme, url = '/'] = /^(\w+):\/\/[^/]*(.*)$/.exec(request.url) ?? [];
  const headers = Object.fromEntries(request.headers);
  return {
    method,
    url,
    headers,
    // A streaming host passes on more than the route names, the query's among it.
    params: Object.fromEntries(names.map((name) => [name, slashed(params[name] ?? '')])),
    query: queryOf(url),
    isSecure: scheme === 'https' || cameByTls(headers),
    // Who stops reading still has an answer to give over the same connection.
    ...(body !== null && hasBody(headers) && { body: body.values({ preventCancel: true }) }),
  };
}

/** A caller's own trace goes before the one that the host has begun. */
function traced(request: HttpRequest, context: AzureContext['traceContext']): HttpRequest {
  const traceparent = request.headers['traceparent'] ?? context?.traceParent;
  if (typeof traceparent !== 'string') return request;
  return { ...request, headers: { ...request.headers, traceparent } };
}

/** ASP.NET Core decodes a path but for its encoded slashes (learn.microsoft.com, "Routing in ASP.NET Core"). */
const slashed = (value: string) => value.replaceAll(/%2f/gi, '/');
