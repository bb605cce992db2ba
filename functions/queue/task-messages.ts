import { z } from 'zod';
import type { TaskQueueName } from '../../shared/ports/task-queue.js';
import type { RunTask } from '../../shared/use-cases/tasks/run-task.js';
import type { QueueTrigger } from '../trigger.js';

const messageSchema = z.object({ taskId: z.string().min(1).max(512) });

/** Runs the tasks that a queue's messages name; what names none is kept aside. */
export function taskMessageTrigger(
  runTask: RunTask,
  { queue, concurrency }: { readonly queue: TaskQueueName; readonly concurrency: number },
): QueueTrigger {
  return {
    kind: 'queue',
    name: `task-${queue}`,
    queue,
    concurrency,
    async handle({ body, signal }) {
      const message = messageSchema.safeParse(body);
      if (message.success) return runTask(message.data.taskId, signal);
      return { kind: 'dead-letter', reason: 'the message names no task: expected {"taskId": "…"}' };
    },
  };
}
