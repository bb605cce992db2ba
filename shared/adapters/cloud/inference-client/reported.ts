import { originOf, traceparentOf } from '../../../domain/trace-context.js';
import type { Telemetry } from '../../../ports/runtime.js';
import type { Trace } from '../../../ports/trace.js';
import { InferenceFault } from './fault.js';

/** Who is told of requests, and what they belong to. */
export interface Listeners {
  readonly telemetry: Telemetry;
  readonly trace: Trace | undefined;
}

interface Outcome {
  readonly isOk: boolean;
  readonly result: string;
}

/** Asks the server as a span of its own, of which the headers tell the server, and reports how that went. */
export async function reported<T>(
  { telemetry, trace }: Listeners,
  path: string,
  ask: (headers: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const { spanId, headers } = newSpan(trace);
  const startedMs = performance.now();
  const tell = (outcome: Outcome) => {
    const durationMs = performance.now() - startedMs;
    const call = { target: 'inference server', name: `POST ${path}`, durationMs };
    telemetry.dependency({ ...call, ...outcome, ...(spanId !== undefined && { spanId }) });
  };
  try {
    const answer = await ask(headers);
    tell({ isOk: true, result: '200' });
    return answer;
  } catch (error) {
    tell(outcomeOf(error));
    throw error;
  }
}

function newSpan(trace: Trace | undefined) {
  const context = trace?.current();
  const span = context && trace?.within(originOf(context), () => trace.current());
  if (span === undefined) return { headers: {} };
  const { spanId, requestId } = span;
  const id = requestId === undefined ? {} : { 'x-request-id': requestId };
  return { spanId, headers: { traceparent: traceparentOf(span), ...id } };
}

/** Whoever has left says nothing against the server. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof InferenceFault)) return { isOk: true, result: 'left' };
  return { isOk: false, result: String(error.status ?? 'no answer') };
}
