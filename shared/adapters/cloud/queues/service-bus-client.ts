import { setTimeout } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { AppError } from '../../../domain/errors.js';

/** Of one try. */
const timeoutInMs = 3_000;
const retryDelayInMs = 300;
/** A client that waits for who is gone may do so for a minute. */
const closeTimeoutMs = 3_000;

/** Does not connect yet. Throws `invalid` for a connection string that is none. */
export function openServiceBus(connection: string, maxRetries: number): ServiceBusClient {
  try {
    const retryOptions = { timeoutInMs, retryDelayInMs, maxRetries };
    return new ServiceBusClient(connection, { retryOptions });
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): AppError {
  const expected = 'Endpoint=sb://…/;SharedAccessKeyName=…;SharedAccessKey=…';
  const message = `expected a connection string of Service Bus: ${expected}`;
  return new AppError('invalid', message, { cause });
}

export async function closeServiceBus(client: ServiceBusClient): Promise<void> {
  const ended = new AbortController();
  const waited = setTimeout(closeTimeoutMs, undefined, { signal: ended.signal });
  await Promise.race([client.close(), waited]).catch(() => undefined);
  ended.abort();
  await waited.catch(() => undefined);
}
