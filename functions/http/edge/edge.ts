import { AppError } from '../../../shared/domain/errors.js';
import { parseTraceparent, traceparentOf } from '../../../shared/domain/trace-context.js';
import type { CostMeter } from '../../../shared/ports/cost-meter.js';
import type { NewId, Telemetry } from '../../../shared/ports/runtime.js';
import type { Trace } from '../../../shared/ports/trace.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../../trigger.js';
import { problemResponse, withoutBody } from './answer.js';
import { corsHeaders } from './cors.js';
import { watched } from './watched.js';

export interface EdgeDependencies {
  readonly corsOrigins: readonly string[];
  readonly telemetry: Telemetry;
  readonly newId: NewId;
  /** Goes on with the caller's trace, or begins one. */
  readonly trace?: Trace | undefined;
  /** Of a store that bills what is asked of it. */
  readonly costMeter?: CostMeter | undefined;
}

interface Inside {
  respond(request: HttpRequest): Promise<HttpResponse>;
  /** The methods of the route, for `Allow`. */
  readonly allow?: string;
}

/** What surrounds every answer: the request's id and trace, errors as problems, CORS, cost, and one line of telemetry. */
export function edge(route: string, inside: Inside, dependencies: EdgeDependencies) {
  const { newId, trace } = dependencies;
  const answer = answering(route, inside, dependencies);
  return (request: HttpRequest): Promise<HttpResponse> => {
    const id = requestId(request) ?? newId();
    if (trace === undefined) return answer(request, id);
    const { traceparent } = request.headers;
    const origin = { ...(traceparent !== undefined && { traceparent }), requestId: id };
    return trace.within(origin, () => answer(request, id));
  };
}

function answering(route: string, inside: Inside, dependencies: EdgeDependencies) {
  const { telemetry, corsOrigins, trace } = dependencies;
  return async (request: HttpRequest, id: string): Promise<HttpResponse> => {
    const startedMs = performance.now();
    const report = (error: unknown) => telemetry.exception(error, { requestId: id, route });
    const respond = () =>
      inside.respond(request).catch((error: unknown) => {
        const problem = failed(error, request, inside);
        if (problem.status >= 500) report(error);
        return problem;
      });
    const { response, ...cost } = await metered(respond, dependencies.costMeter);
    const { status } = response;
    const durationMs = performance.now() - startedMs;
    const { method } = request;
    telemetry.request({
      id,
      ...traceOf(request, trace),
      route,
      method,
      status,
      durationMs,
      ...cost,
    });
    const around = {
      ...corsHeaders(corsOrigins, request),
      ...{ 'x-request-id': id, ...chargeOf(cost) },
    };
    const answer = { ...response, headers: { ...common, ...response.headers, ...around } };
    if (request.method === 'HEAD') return withoutBody(answer);
    if (!isStreamed(answer.body)) return answer;
    return { ...answer, body: watched(answer.body, report) };
  };
}

interface Cost {
  readonly requestUnits?: number;
}

async function metered(
  respond: () => Promise<HttpResponse>,
  costMeter: CostMeter | undefined,
): Promise<Cost & { readonly response: HttpResponse }> {
  if (costMeter === undefined) return { response: await respond() };
  const { result, requestUnits } = await costMeter.measure(respond);
  return { response: result, requestUnits };
}

/** In hundredths, as the store says it. */
const chargeOf = ({ requestUnits }: Cost) =>
  requestUnits === undefined
    ? {}
    : { 'x-request-charge': String(Math.round(requestUnits * 100) / 100) };

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

/** W3C Trace Context: of the work under way, or as the caller gave it where that is well-formed. */
function traceOf({ headers: { traceparent } }: HttpRequest, trace: Trace | undefined) {
  const context = trace?.current();
  if (context !== undefined) return { traceparent: traceparentOf(context) };
  return traceparent !== undefined && parseTraceparent(traceparent) ? { traceparent } : {};
}
