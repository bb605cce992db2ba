import type { HandleMessage, Receiver, TaskQueueName } from '../../../../ports/task-queue.js';
import { messagesInHand, type QueueDependencies } from './messages-in-hand.js';
import { type FreshMessage, takeMessages } from './take-messages.js';

export interface Reception {
  readonly queue: TaskQueueName;
  readonly handle: HandleMessage;
  readonly concurrency: number;
  /** Called when messages were taken. */
  readonly noteWork: () => void;
}

export interface MessageReceiver extends Receiver {
  /** Takes what is due, as much as there is room for; to be called when that may be something. */
  look(): void;
}

export interface ReceiverDependencies extends QueueDependencies {
  readonly maxDeliveries: number;
}

/** How long a receiver does nothing after the database failed it. */
const restMs = 1_000;

export function messageReceiver(
  dependencies: ReceiverDependencies,
  { queue, handle, concurrency, noteWork }: Reception,
): MessageReceiver {
  const { table, clock, report } = dependencies;
  const hands = messagesInHand(dependencies, handle, look);
  // Counted when it is written: by then more hands may be free.
  const take = taker(dependencies, queue, () => concurrency - hands.count);
  let taking: Promise<void> | undefined;
  let resting: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  function look(): void {
    if (closing || taking || resting || hands.count >= concurrency) return;
    try {
      const nextAt = table.nextAt(queue);
      if (nextAt !== undefined && nextAt <= clock()) taking = take().then(begin, rest);
    } catch (error) {
      rest(error);
    }
  }
  function begin(fresh: readonly FreshMessage[]): void {
    taking = undefined;
    if (fresh.length > 0) noteWork();
    fresh.forEach(hands.handle);
    look();
  }
  function rest(error: unknown): void {
    taking = undefined;
    report(error);
    resting = setTimeout(() => {
      resting = undefined;
      look();
    }, restMs);
  }
  async function finish(): Promise<void> {
    hands.stop();
    await taking;
    clearTimeout(resting);
    await hands.emptied();
  }
  return {
    look,
    close() {
      closing ??= Promise.resolve().then(finish);
      return closing;
    },
  };
}

function taker(
  { database, table, clock, lockMs, maxDeliveries }: ReceiverDependencies,
  queue: TaskQueueName,
  room: () => number,
) {
  return () =>
    database.write(() => {
      const now = clock();
      const request = { queue, limit: room(), now, until: now + lockMs };
      return takeMessages(table, request, maxDeliveries);
    });
}
