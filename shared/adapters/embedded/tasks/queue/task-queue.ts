import { AppError } from '../../../../domain/errors.js';
import type { TaskQueue, TaskQueueName } from '../../../../ports/task-queue.js';
import { type MessageReceiver, messageReceiver } from './message-receiver.js';
import type { QueueDependencies } from './messages-in-hand.js';

/**
 * A queue in a table. What this process sends is seen by its receivers at once; what others send, when the table is
 * looked at next, some hundredths of a second later.
 */
export function sqliteTaskQueue(
  dependencies: QueueDependencies & { readonly maxDeliveries: number },
): TaskQueue {
  const { database, table, clock } = dependencies;
  const receivers = new Map<MessageReceiver, TaskQueueName>();
  let isOpen = true;
  const demandOpen = () => {
    if (!isOpen) throw new AppError('unavailable', 'The task queue is closed');
  };
  return {
    async send(queue, message, delayMs = 0) {
      demandOpen();
      const body = JSON.stringify(message);
      await database.write(() => table.add(queue, body, clock() + delayMs));
      for (const [receiver, its] of receivers) if (its === queue) receiver.wake();
    },
    receive(queue, handle, concurrency) {
      demandOpen();
      const receiver = messageReceiver(dependencies, { queue, handle, concurrency });
      receivers.set(receiver, queue);
      receiver.wake();
      return {
        async close() {
          await receiver.close();
          receivers.delete(receiver);
        },
      };
    },
    deadLetters: async (queue, limit) => table.deadLetters(queue, limit),
    async close() {
      isOpen = false;
      await Promise.all([...receivers.keys()].map((receiver) => receiver.close()));
    },
  };
}
