import type { Receiver } from '../../../ports/task-queue.js';
import { Deliveries, type DeliveryOptions, type LockedMessage } from './deliveries.js';
import type { ReadMessage, StorageQueue } from './storage-queue.js';
import { reportOnceWhileDown } from './unavailable.js';
import type { WakeUps } from './wake-ups.js';

/** Of an empty queue, from one look to the next: at first, and at last. */
const [shortestPauseMs, longestPauseMs] = [50, 1_000];

interface Source {
  readonly queue: StorageQueue;
  readonly lockMs: number;
  /** Ends a pause: somebody in this process has sent something. */
  readonly wakeUps: WakeUps;
  bury(body: unknown, reason: string): Promise<void>;
}

/** Looks for messages until closed, as many at a time as may be handled, and ever more rarely while there are none. */
export function receiveFromStorage(source: Source, options: DeliveryOptions): Receiver {
  const deliveries = new Deliveries(options);
  const closing = new AbortController();
  const { queue, lockMs, wakeUps } = source;
  const state = reportOnceWhileDown(options.onFailure);
  const read = async () => {
    try {
      const messages = await queue.read(deliveries.free, lockMs);
      state.works();
      return messages;
    } catch (error) {
      state.failed(error);
      return [];
    }
  };
  const poll = async () => {
    let pauseMs = shortestPauseMs;
    while (!closing.signal.aborted) {
      if (deliveries.free === 0) {
        await deliveries.settled();
        continue;
      }
      const messages = await read();
      for (const message of messages) void deliveries.take(lockedMessage(message, source));
      if (messages.length > 0) pauseMs = shortestPauseMs;
      else {
        await wakeUps.wait(pauseMs, closing.signal);
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  };
  const polling = poll();
  return {
    async close() {
      closing.abort();
      // A read under way is waited for, lest what it brings stay locked with nobody.
      await Promise.all([deliveries.close(), polling]);
      await deliveries.close();
    },
  };
}

function lockedMessage(message: ReadMessage, { queue, lockMs, bury }: Source): LockedMessage {
  const { body, deliveryCount } = message;
  return {
    body,
    deliveryCount,
    renewMs: lockMs / 3,
    renew: () => message.hide(lockMs),
    complete: () => message.remove(),
    async postpone(delayMs) {
      await queue.send(body, { delayMs });
      await message.remove();
    },
    fail: (delayMs) => message.hide(delayMs),
    giveBack: () => message.hide(0),
    async bury(reason) {
      await bury(body, reason);
      await message.remove();
    },
  };
}
