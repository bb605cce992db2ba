import type { Telemetry } from '../../ports/runtime.js';
import {
  type DeadLetter,
  queueNames,
  type Receiver,
  type TaskQueue,
} from '../../ports/task-queue.js';
import {
  closeServiceBus,
  openServiceBus,
  type ServiceBusAccess,
} from './queues/service-bus-client.js';
import { ServiceBusConnection } from './queues/service-bus-connection.js';
import { receiveFromServiceBus } from './queues/service-bus-receiver.js';
import { callTimeoutMs, unavailable } from './queues/unavailable.js';

export interface ServiceBusOptions {
  readonly connection: ServiceBusAccess;
  readonly telemetry: Telemetry;
  /** After so many failures a message is put aside. */
  readonly maxDeliveries?: number;
}

/**
 * Queues of Azure Service Bus, which must exist: locks last as long as theirs say, and what whole processes die of is put
 * aside after their `maxDeliveryCount`. Throws `invalid` for a connection string that is none.
 */
export function serviceBusTaskQueue(options: ServiceBusOptions): TaskQueue {
  const { connection, telemetry, maxDeliveries = 10 } = options;
  const shared = new ServiceBusConnection(connection);
  const receivers = new Set<Receiver>();
  return {
    send: (queue, message, delayMs = 0) => shared.send(queueNames[queue], message, { delayMs }),
    receive(name, handle, concurrency) {
      const queue = queueNames[name];
      const onFailure = (error: unknown) => telemetry.exception(error, { queue });
      const receiver = receiveFromServiceBus(
        // A client of its own, so that one that is stuck holds up nobody else. It tries for ever.
        { queue, shared, client: openServiceBus(connection, 0) },
        { handle, concurrency, maxDeliveries, onFailure },
      );
      receivers.add(receiver);
      return receiver;
    },
    deadLetters: (queue, limit) => peekDeadLetters(connection, queueNames[queue], limit),
    async close() {
      await Promise.all([...receivers].map((receiver) => receiver.close()));
      await shared.close();
    },
  };
}

/** A client goes on from what it has peeked before, so each look has one of its own. */
async function peekDeadLetters(
  connection: ServiceBusAccess,
  queue: string,
  limit: number,
): Promise<readonly DeadLetter[]> {
  const client = openServiceBus(connection, 0);
  const found: DeadLetter[] = [];
  try {
    const receiver = client.createReceiver(queue, { subQueueType: 'deadLetter' });
    const abortSignal = AbortSignal.timeout(callTimeoutMs);
    while (found.length < limit) {
      const page = await receiver.peekMessages(limit - found.length, { abortSignal });
      if (page.length === 0) break;
      for (const { body, deadLetterReason = 'no reason was given' } of page)
        found.push({ body, reason: deadLetterReason });
    }
    return found;
  } catch (error) {
    throw unavailable(`${queue} shows no dead letters`, error);
  } finally {
    await closeServiceBus(client);
  }
}
