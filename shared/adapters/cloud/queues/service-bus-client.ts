import { setTimeout } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import { AppError } from '../../../domain/errors.js';
import { azureIdentity } from '../identity.js';

/** Of one try. */
const timeoutInMs = 3_000;
const retryDelayInMs = 300;
/** A client that waits for who is gone may do so for a minute. */
const closeTimeoutMs = 3_000;

/** A connection string, which is a secret, or a namespace by its host that is entered by identity. */
export type ServiceBusAccess = string | { readonly host: string };

/** Does not connect yet. Throws `invalid` for a connection string that is none. */
export function openServiceBus(connection: ServiceBusAccess, maxRetries: number): ServiceBusClient {
  const retryOptions = { timeoutInMs, retryDelayInMs, maxRetries };
  if (typeof connection !== 'string')
    return new ServiceBusClient(connection.host, azureIdentity(), { retryOptions });
  try {
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
