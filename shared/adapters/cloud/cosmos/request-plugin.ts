import type { Plugin, PluginConfig } from '@azure/cosmos';
import { noteFailure } from './batch.js';
import { charge } from './cost-meter.js';
import type { Persistence } from './patience.js';

type Request = Parameters<Plugin<unknown>>[0];

export interface RequestPluginOptions {
  readonly persistence: Persistence;
  /** Throws where no request may be sent any more. */
  readonly guard: () => void;
}

/**
 * Stands between the SDK and the network: bears with the service where a request may be sent again, and notes what each
 * has cost. What the SDK repeats itself (429) goes through here each time.
 */
export function requestPlugin({ persistence, guard }: RequestPluginOptions): PluginConfig {
  const plugin: Plugin<unknown> = (request, _node, next) => {
    const send = async () => {
      guard();
      return await persistence.once(() => metered(() => next(request)));
    };
    const signal = request.options?.abortSignal;
    const sent = persistence.repeat(send, { isRepeatable: isRepeatable(request), signal });
    return sent.catch((error: unknown) => {
      noteFailure(request.options, error);
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

async function metered<T extends Charged>(send: () => Promise<T>): Promise<T> {
  try {
    const response = await send();
    charge(chargeOf(response));
    return response;
  } catch (error) {
    charge(chargeOf(error));
    throw error;
  }
}

/** In request units; 0 where nobody answered. */
function chargeOf(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null || !('headers' in answer)) return 0;
  const { headers } = answer;
  if (typeof headers !== 'object' || headers === null) return 0;
  const value = 'x-ms-request-charge' in headers ? Number(headers['x-ms-request-charge']) : 0;
  return Number.isFinite(value) ? value : 0;
}
