import type { HandleMessage, Receiver, TaskQueueName } from '../../../../ports/task-queue.js';
import { lookout } from './lookout.js';
import { messagesInHand, type QueueDependencies } from './messages-in-hand.js';
import { takeMessages } from './take-messages.js';

export interface Reception {
  readonly queue: TaskQueueName;
  readonly handle: HandleMessage;
  readonly concurrency: number;
}

export interface MessageReceiver extends Receiver {
  /** Tells that something may be due. */
  wake(): void;
}

export function messageReceiver(
  dependencies: QueueDependencies & { readonly maxDeliveries: number },
  { queue, handle, concurrency }: Reception,
): MessageReceiver {
  const { database, table, clock, lockMs, maxDeliveries, report } = dependencies;
  const hands = messagesInHand(dependencies, handle, look);
  const watch = lookout(look);
  let taking: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  function look(): void {
    if (closing || taking || hands.count >= concurrency) return;
    try {
      const [nextAt, now] = [table.nextAt(queue), clock()];
      if (nextAt === undefined || nextAt > now) watch.wait(now, nextAt);
      else taking = take();
    } catch (error) {
      recover(error);
    }
  }
  async function take(): Promise<void> {
    try {
      // Counted when it is written: by then more hands may be free.
      const fresh = await database.write(() => {
        const [now, limit] = [clock(), concurrency - hands.count];
        return takeMessages(table, { queue, limit, now, until: now + lockMs }, maxDeliveries);
      });
      taking = undefined;
      watch.noteWork(clock());
      fresh.forEach(hands.handle);
      look();
    } catch (error) {
      taking = undefined;
      recover(error);
    }
  }
  function recover(error: unknown): void {
    report(error);
    if (!closing) watch.recover();
  }
  async function finish(): Promise<void> {
    watch.stop();
    hands.stop();
    await taking;
    await hands.emptied();
  }
  return {
    wake: look,
    close() {
      closing ??= Promise.resolve().then(finish);
      return closing;
    },
  };
}
