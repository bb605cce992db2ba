import type { ServiceBusClient, ServiceBusReceiver, ServiceBusSender } from '@azure/service-bus';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';
import { encodeBody } from './message-size.js';
import { closeServiceBus, openServiceBus, type ServiceBusAccess } from './service-bus-client.js';
import { callTimeoutMs, reasonOf, unavailable } from './unavailable.js';

/** The name of the property by which a copy tells how often its originals have failed. */
export const failuresProperty = 'failures';

/** The service takes 256 KB in its usual tier, headers and all. */
const maxBodyBytes = 240 * 1024;

/** All tries fit into the time of a call, though the namespace should be silent. */
const maxRetries = 2;

/** When nobody was heard; the service's own refusals say nothing against the connection. */
const silence = ['AbortError', 'ServiceTimeout', 'ServiceCommunicationProblem'];

/** Sends to the queues of a namespace, and settles what came by another connection that is gone. */
export class ServiceBusConnection {
  readonly #connection: ServiceBusAccess;
  readonly #senders = new Map<string, ServiceBusSender>();
  #client: ServiceBusClient;
  #isClosed = false;

  constructor(connection: ServiceBusAccess) {
    this.#connection = connection;
    this.#client = openServiceBus(connection, maxRetries);
  }

  /** Throws `unavailable`, `too-large`. */
  async send(
    queue: string,
    body: unknown,
    { delayMs = 0, failures = 0 }: { readonly delayMs?: number; readonly failures?: number } = {},
  ): Promise<void> {
    if (this.#isClosed) throw new AppError('unavailable', `${queue} has been closed`);
    const client = this.#client;
    const message = {
      // The SDK would leave some values out that JSON knows.
      body: encodeBody(queue, body, maxBodyBytes),
      contentType: 'application/json',
      ...(delayMs > 0 && { scheduledEnqueueTimeUtc: new Date(Date.now() + delayMs) }),
      applicationProperties: {
        ...(failures > 0 && { [failuresProperty]: failures }),
        ...diagnosticOf(body),
      },
    };
    try {
      const abortSignal = AbortSignal.timeout(callTimeoutMs);
      await this.#sender(queue).sendMessages(message, { abortSignal });
    } catch (error) {
      if (silence.includes(reasonOf(error))) this.#replace(client);
      throw unavailable(`${queue} takes no message`, error);
    }
  }

  /** Has no link, so that it settles by lock alone. */
  settler(queue: string): ServiceBusReceiver {
    return this.#client.createReceiver(queue);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await closeServiceBus(this.#client);
  }

  #sender(queue: string): ServiceBusSender {
    const sender = this.#senders.get(queue) ?? this.#client.createSender(queue);
    this.#senders.set(queue, sender);
    return sender;
  }

  /** A client that lost its connection in an unlucky moment waits for an answer for a minute; the next need not. */
  #replace(client: ServiceBusClient): void {
    if (this.#client !== client || this.#isClosed) return;
    this.#client = openServiceBus(this.#connection, maxRetries);
    this.#senders.clear();
    closeServiceBus(client).catch(() => undefined);
  }
}

/** By which Azure's own tools put a message into the trace of the request that it comes from. */
function diagnosticOf(body: unknown): { readonly 'Diagnostic-Id'?: string } {
  const { data } = tracedSchema.safeParse(body);
  return data === undefined ? {} : { 'Diagnostic-Id': data.origin.traceparent };
}

const tracedSchema = z.object({ origin: z.object({ traceparent: z.string() }) });
