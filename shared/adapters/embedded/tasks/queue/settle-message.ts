import type { Clock } from '../../../../ports/runtime.js';
import type { Settlement } from '../../../../ports/task-queue.js';
import type { MessageTable, TakenMessage } from './message-table.js';

/** How a message came out of its handler's hands. */
export type Handled =
  | Settlement
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody got round to it. */
  | { readonly kind: 'returned' };

export interface RedeliveryRules {
  readonly maxDeliveries: number;
  /** How long the first failure puts a message off; each one more twice as long, up to half a minute. */
  readonly retryMs: number;
}
const maxRetryMs = 30_000;

/** To be called inside a transaction; changes nothing where the message's lock was lost. */
export type SettleMessage = (message: TakenMessage, handled: Handled) => void;

export function messageSettler(
  table: MessageTable,
  clock: Clock,
  { maxDeliveries, retryMs }: RedeliveryRules,
): SettleMessage {
  const fail = (message: TakenMessage, reason: string) => {
    const { deliveryCount } = message;
    if (deliveryCount >= maxDeliveries) {
      table.bury(message, `failed ${deliveryCount} times, at last: ${reason}`);
    } else {
      const delayMs = Math.min(maxRetryMs, retryMs * 2 ** (deliveryCount - 1));
      table.putBack(message, clock() + delayMs, deliveryCount);
    }
  };
  return (message, handled) => {
    const countBefore = message.deliveryCount - 1;
    switch (handled.kind) {
      case 'complete':
        table.remove(message);
        break;
      case 'retry':
        table.putBack(message, clock() + handled.delayMs, countBefore);
        break;
      case 'returned':
        table.putBack(message, clock(), countBefore);
        break;
      case 'dead-letter':
        table.bury(message, handled.reason);
        break;
      case 'failed':
        fail(message, handled.reason);
        break;
    }
  };
}
