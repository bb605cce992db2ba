import type { Plugin, PluginConfig } from '@azure/cosmos';
import type { Telemetry } from '../../../ports/runtime.js';
import { noteFailure } from './batch.js';
import { charge } from './cost-meter.js';
import type { Persistence } from './patience.js';
import { reportCall } from './report-call.js';
import { noteFailureOfWork } from './true-failure.js';

type Request = Parameters<Plugin<unknown>>[0];

export interface RequestPluginOptions {
  readonly persistence: Persistence;
  /** Throws where no request may be sent any more. */
  readonly guard: () => void;
  readonly telemetry: Telemetry;
}

/**
 * Stands between the SDK and the network: bears with the service where a request may be sent again, and notes what each
 * has cost. What the SDK repeats itself (429) goes through here each time.
 */
export function requestPlugin({
  persistence,
  guard,
  telemetry,
}: RequestPluginOptions): PluginConfig {
  const plugin: Plugin<unknown> = (request, _node, next) => {
    const send = async () => {
      guard();
      const report = reportCall(telemetry, request);
      return await persistence.once(() => metered(() => next(request), report));
    };
    const signal = request.options?.abortSignal;
    const sent = persistence.repeat(send, { isRepeatable: isRepeatable(request), signal });
    return sent.catch((error: unknown) => {
      noteFailure(request.options, error);
      noteFailureOfWork(error);
      throw error;
    });
  };
  return { on: 'request', plugin };
}

/** Reads, queries and their plans; and an upsert, which comes to the same twice unless it depends on what was there. */
function isRepeatable({ method, operationType, headers = {} }: Request): boolean {
  if (method === 'GET') return true;
  if ('x-ms-documentdb-isquery' in headers || 'x-ms-cosmos-is-query-plan-request' in headers)
    return true;
  return operationType === 'upsert' && !('If-Match' in headers) && !('If-None-Match' in headers);
}

interface Charged {
  readonly headers?: Readonly<Record<string, unknown>>;
}

async function metered<T extends Charged>(
  send: () => Promise<T>,
  report: ReturnType<typeof reportCall>,
): Promise<T> {
  const note = (answer: unknown) => {
    const requestUnits = chargeOf(answer);
    charge(requestUnits);
    report({ requestUnits, ...statusOf(answer) });
  };
  try {
    const response = await send();
    note(response);
    return response;
  } catch (error) {
    note(error);
    throw error;
  }
}

function statusOf(answer: unknown): { readonly code: unknown; readonly substatus?: unknown } {
  if (typeof answer !== 'object' || answer === null) return { code: undefined };
  const code = 'code' in answer ? answer.code : undefined;
  return 'substatus' in answer ? { code, substatus: answer.substatus } : { code };
}

/** In request units; 0 where nobody answered. */
function chargeOf(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null || !('headers' in answer)) return 0;
  const { headers } = answer;
  if (typeof headers !== 'object' || headers === null) return 0;
  const value = 'x-ms-request-charge' in headers ? Number(headers['x-ms-request-charge']) : 0;
  return Number.isFinite(value) ? value : 0;
}
