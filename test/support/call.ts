export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, text otherwise. */
  readonly body: unknown;
}

/** Calls a route under /api; a body that is no string goes as JSON. */
export async function call(
  server: { readonly origin: string },
  method: string,
  path: string,
  ...[body, headers]: readonly [body?: unknown, headers?: Readonly<Record<string, string>>]
): Promise<Called> {
  const response = await fetch(`${server.origin}/api${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}
