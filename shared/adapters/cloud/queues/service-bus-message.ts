import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { LockedMessage } from './deliveries.js';
import { failuresProperty, type ServiceBusConnection } from './service-bus-connection.js';
import { reasonOf } from './unavailable.js';

/** The longest reason that is kept; the service takes little more than 4,000 bytes. */
const maxReasonLength = 1_000;

type Settle = (settler: ServiceBusReceiver) => Promise<void>;

export interface MessageSource {
  readonly queue: string;
  readonly receiver: ServiceBusReceiver;
  /** Apart from the receiver's, for what is to come again and what cannot be settled by it. */
  readonly shared: ServiceBusConnection;
  /** Does one after the other. */
  readonly inOrder: (work: () => Promise<void>) => Promise<void>;
}

export function lockedMessage(
  message: ServiceBusReceivedMessage,
  source: MessageSource,
): LockedMessage {
  const { queue, shared, receiver } = source;
  const { body, lockedUntilUtc, deliveryCount = 0, applicationProperties } = message;
  const deliveries = Number(applicationProperties?.[failuresProperty] ?? 0) + deliveryCount + 1;
  const lockMs = (lockedUntilUtc?.getTime() ?? 0) - Date.now();
  const settle = (by: Settle) => settleMessage(message, source, by);
  const complete = () => settle((settler) => settler.completeMessage(message));
  return {
    body,
    deliveryCount: deliveries,
    // Clocks may differ.
    renewMs: Math.max(500, lockMs / 3),
    renew: async () => void (await receiver.renewMessageLock(message)),
    complete,
    async postpone(delayMs) {
      await shared.send(queue, body, { delayMs });
      await complete();
    },
    async fail(delayMs) {
      await shared.send(queue, body, { delayMs, failures: deliveries });
      await complete();
    },
    giveBack: () => settle((settler) => settler.abandonMessage(message)),
    bury(reason) {
      const deadLetterReason = reason.slice(0, maxReasonLength);
      const options = { deadLetterReason, deadLetterErrorDescription: '' };
      return settle((settler) => settler.deadLetterMessage(message, options));
    },
  };
}

/**
 * By the link that delivered it, in order: rhea gives neighbours that are settled in one turn the outcome of the first.
 * Where that link is gone, by the lock: the SDK would try a later link, which knows nothing of this delivery.
 */
async function settleMessage(
  message: ServiceBusReceivedMessage,
  { queue, receiver, shared, inOrder }: MessageSource,
  settle: Settle,
): Promise<void> {
  if (!isOrphan(message)) {
    try {
      return await inOrder(() => settle(receiver));
    } catch (error) {
      if (reasonOf(error) !== 'ServiceTimeout') throw error;
    }
  }
  await settle(shared.settler(queue));
}

/** Whether the link that delivered a message is gone, which the SDK knows and does not tell. */
export function isOrphan(message: object): boolean {
  const { delivery } = message as { readonly delivery?: { readonly link?: unknown } };
  const link = delivery?.link as { is_open?(): boolean } | undefined;
  return link?.is_open?.() === false;
}
