import { AppError } from '../../../../domain/errors.js';
import type { TaskQueue, TaskQueueName } from '../../../../ports/task-queue.js';
import { lookout } from './lookout.js';
import {
  type MessageReceiver,
  messageReceiver,
  type ReceiverDependencies,
} from './message-receiver.js';

/**
 * A queue in a table. What this process sends is seen by its receivers at once; what others send, when the table is
 * looked at next, some hundredths of a second later.
 */
export function sqliteTaskQueue(dependencies: ReceiverDependencies): TaskQueue {
  const { database, table, clock } = dependencies;
  const receivers = new Map<MessageReceiver, TaskQueueName>();
  const watch = lookout(() => {
    for (const receiver of receivers.keys()) receiver.look();
  });
  let isOpen = true;
  const demandOpen = () => {
    if (!isOpen) throw new AppError('unavailable', 'The task queue is closed');
  };
  const end = async (receiver: MessageReceiver) => {
    await receiver.close();
    receivers.delete(receiver);
    if (receivers.size === 0) watch.stop();
  };
  return {
    async send(queue, message, delayMs = 0) {
      demandOpen();
      const body = JSON.stringify(message);
      await database.write(() => table.add(queue, body, clock() + delayMs));
      for (const [receiver, its] of receivers) if (its === queue) receiver.look();
    },
    receive(queue, handle, concurrency) {
      demandOpen();
      const { noteWork } = watch;
      const receiver = messageReceiver(dependencies, { queue, handle, concurrency, noteWork });
      receivers.set(receiver, queue);
      watch.start();
      receiver.look();
      return { close: () => end(receiver) };
    },
    deadLetters: async (queue, limit) => table.deadLetters(queue, limit),
    async close() {
      isOpen = false;
      await Promise.all([...receivers.keys()].map(end));
    },
  };
}
