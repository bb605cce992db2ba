import type { HttpRequest, HttpResponse, HttpTrigger } from '../trigger.js';

/** What this needs of `HttpRequest` of `@azure/functions`, which only the Azure entry may name. */
export interface AzureRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Iterable<[string, string]>;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Every method comes to the trigger, so that a wrong one is answered as on any other host. */
export const azureMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** A trigger as `app.http` wants it. */
export function azureHandler(
  trigger: HttpTrigger,
): (request: AzureRequest) => Promise<HttpResponse> {
  return (request) => trigger.handle(toRequest(request));
}

function toRequest({ method, url, headers, params, query, body }: AzureRequest): HttpRequest {
  return {
    method,
    url: url.replace(/^\w+:\/\/[^/]*/, ''),
    headers: Object.fromEntries(headers),
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, slashed(value)]),
    ),
    query: new URLSearchParams([...query]),
    ...(body !== null && { body }),
  };
}

/** ASP.NET Core decodes a path but for its encoded slashes (learn.microsoft.com, "Routing in ASP.NET Core"). */
const slashed = (value: string) => value.replaceAll(/%2f/gi, '/');
