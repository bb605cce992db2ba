import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KeyRing, keyOf, unauthenticated } from '../../../shared/contracts/keys.js';
import { toProblem } from '../../../shared/contracts/problem.js';
import { AppError } from '../../../shared/domain/errors.js';
import { traceparentOf } from '../../../shared/domain/trace-context.js';
import type { NewId, Telemetry } from '../../../shared/ports/runtime.js';
import type { Trace } from '../../../shared/ports/trace.js';
import type { Lifecycle } from '../lifecycle.js';
import type { Metrics } from '../metrics.js';
import type { Route, ServerAnswer, ServerRequest } from './route.js';

export interface ListenerDependencies {
  readonly routes: readonly Route[];
  /** Undefined where no key is asked for. */
  readonly isKnownKey: KeyRing | undefined;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly telemetry: Telemetry;
  readonly newId: NewId;
  /** Goes on with the caller's trace. */
  readonly trace?: Trace | undefined;
}

/** What a caller who has left is noted with, as by most servers; they do not get to see it. */
const callerLeft = 499;

/** Routes, keys, problems, the caller's trace, and a line of telemetry for each request. */
export function makeListener(dependencies: ListenerDependencies) {
  const { trace, newId } = dependencies;
  return (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = toRequest(incoming, outgoing);
    const id = requestId(request) ?? newId();
    const serve = () => answer(dependencies, { request, outgoing, id });
    if (trace === undefined) return serve();
    const { traceparent } = request.headers;
    return trace.within(
      { ...(traceparent !== undefined && { traceparent }), requestId: id },
      serve,
    );
  };
}

async function answer(
  dependencies: ListenerDependencies,
  {
    request,
    outgoing,
    id,
  }: { readonly request: ServerRequest; readonly outgoing: ServerResponse; readonly id: string },
): Promise<void> {
  const { lifecycle, metrics, telemetry, trace } = dependencies;
  const startedMs = performance.now();
  const { incoming, signal } = request;
  const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
  const method = incoming.method ?? 'GET';
  const route = dependencies.routes.some((each) => each.path === path) ? path : 'none';
  const asked = { method, path, request, outgoing };
  const response = await respond(dependencies, asked).catch((error: unknown) => {
    const problem = toAnswer(error, path);
    if (problem.status >= 500 && !signal.aborted)
      telemetry.exception(error, { requestId: id, route });
    return problem;
  });
  const status = signal.aborted ? callerLeft : response.status;
  const durationMs = performance.now() - startedMs;
  metrics.answered(route, status, durationMs / 1000);
  const context = trace?.current();
  const traced = context && { traceparent: traceparentOf(context) };
  telemetry.request({ id, ...traced, route, method, status, durationMs });
  // A connection that were kept for more would hold up the end.
  if (lifecycle.state === 'draining') outgoing.shouldKeepAlive = false;
  send(incoming, outgoing, { ...response, headers: { ...response.headers, 'x-request-id': id } });
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly request: ServerRequest;
  readonly outgoing: ServerResponse;
}

async function respond(
  { routes, isKnownKey, lifecycle }: ListenerDependencies,
  { method, path, request, outgoing }: Asked,
): Promise<ServerAnswer> {
  const there = routes.filter((each) => each.path === path);
  const route = there.find((each) => each.method === (method === 'HEAD' ? 'GET' : method));
  if (there.length === 0)
    throw new AppError('not-found', `there is nothing at ${path.slice(0, 200)}`);
  if (!route) throw new WrongMethod(method, there);
  if (isKnownKey && !route.isOpen && !isKnownKey(keyOf(request.headers))) {
    throw unauthenticated('expected a key that is known here');
  }
  if (route.isWork) outgoing.once('close', lifecycle.enter());
  return route.handle(request);
}

class WrongMethod extends AppError {
  readonly allow: string;

  constructor(method: string, routes: readonly Route[]) {
    const allow = routes.map((each) => each.method).join(', ');
    super('method-not-allowed', `expected ${allow}, got ${method.slice(0, 20)}`);
    this.allow = allow;
  }
}

function toAnswer(error: unknown, path: string): ServerAnswer {
  const { problem, retryAfterSeconds } = toProblem(error, path.slice(0, 500));
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(error instanceof WrongMethod && { allow: error.allow }),
    },
    body: JSON.stringify(problem),
  };
}

function toRequest(incoming: IncomingMessage, outgoing: ServerResponse): ServerRequest {
  const left = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) left.abort(new AppError('unavailable', 'the caller has left'));
  });
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = typeof value === 'string' ? value : value?.join(', ');
  }
  return { incoming, headers, signal: left.signal };
}

/** A caller's own id is kept where it is short and harmless in a log. */
function requestId({ headers }: ServerRequest): string | undefined {
  const id = headers['x-request-id'];
  return id !== undefined && /^[\w.:+/=-]{1,128}$/.test(id) ? id : undefined;
}

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function send(incoming: IncomingMessage, outgoing: ServerResponse, answer: ServerAnswer): void {
  if (outgoing.destroyed) return;
  const { status, headers, body } = answer;
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, { ...common, ...headers, 'content-length': length });
  outgoing.end(body);
  if (!incoming.complete) discardRest(incoming);
}

/** What is left of a refused body is read away up to this, so that the caller gets to see the answer. */
const maxDiscardedBytes = 64 * 1_048_576;

function discardRest(incoming: IncomingMessage): void {
  let discardedBytes = 0;
  incoming.on('error', () => undefined);
  incoming.on('data', (piece: Uint8Array) => {
    discardedBytes += piece.byteLength;
    if (discardedBytes > maxDiscardedBytes) incoming.destroy();
  });
  incoming.resume();
}
