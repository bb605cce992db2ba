import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Receiver } from '../../../ports/task-queue.js';
import { Deliveries, type DeliveryOptions } from './deliveries.js';
import { closeServiceBus } from './service-bus-client.js';
import type { ServiceBusConnection } from './service-bus-connection.js';
import { isOrphan, lockedMessage } from './service-bus-message.js';
import { reportOnceWhileDown, unavailable } from './unavailable.js';

interface Source {
  readonly queue: string;
  /** Ends with the receiver. */
  readonly client: ServiceBusClient;
  readonly shared: ServiceBusConnection;
}

/** Receives from a queue until closed; a connection that is lost is made anew by the SDK. */
export function receiveFromServiceBus(
  { queue, client, shared }: Source,
  { onFailure, ...options }: DeliveryOptions,
): Receiver {
  // The SDK stops renewing with the link of the delivery; we renew by the lock.
  const receiver = client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0 });
  const source = { queue, receiver, shared, inOrder: inOrder() };
  const state = reportOnceWhileDown(onFailure);
  const failed = (error: unknown) => state.failed(unavailable(`${queue} does not answer`, error));
  const deliveries = new Deliveries({ ...options, onFailure: failed });
  const closing = new AbortController();
  // A link that was being made when it was closed has not failed.
  const processError = async ({ error }: { readonly error: Error }) => {
    if (!closing.signal.aborted) failed(error);
  };
  const processMessage = async (message: ServiceBusReceivedMessage) => {
    state.works();
    await deliveries.take(lockedMessage(message, source));
    // The SDK asks for one more when this ends; a new link has asked for as many as it may already.
    if (isOrphan(message)) await new Promise(() => undefined);
  };
  const subscription = receiver.subscribe(
    { processMessage, processError },
    {
      autoCompleteMessages: false,
      maxConcurrentCalls: options.concurrency,
      abortSignal: closing.signal,
    },
  );
  const close = async () => {
    closing.abort();
    await subscription.close();
    // What arrived while the credit was drained is handed out a turn later.
    await new Promise((resolve) => setTimeout(resolve));
    await deliveries.close();
    await closeServiceBus(client);
  };
  let closed: Promise<void> | undefined;
  return {
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function inOrder(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
