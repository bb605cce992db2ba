import type { TaskQueue } from '../../shared/ports/task-queue.js';
import type { Trigger } from '../trigger.js';

export interface Queues {
  /** Takes no more and aborts what runs; resolves once all of it has been settled or given back. */
  close(): Promise<void>;
}

/** Receives for the queue triggers in this process; for one whose concurrency is 0 others do. */
export function startQueues({
  triggers,
  queue,
}: {
  readonly triggers: readonly Trigger[];
  readonly queue: Pick<TaskQueue, 'receive'>;
}): Queues {
  const receivers = triggers.flatMap((trigger) =>
    trigger.kind === 'queue' && trigger.concurrency > 0
      ? [queue.receive(trigger.queue, trigger.handle, trigger.concurrency)]
      : [],
  );
  return {
    async close() {
      await Promise.all(receivers.map((receiver) => receiver.close()));
    },
  };
}
