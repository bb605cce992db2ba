import { z } from 'zod';
import type { Origin } from '../../shared/domain/trace-context.js';
import type { Settlement, TaskQueueName } from '../../shared/ports/task-queue.js';
import type { Trace } from '../../shared/ports/trace.js';
import type { RunTask } from '../../shared/use-cases/tasks/run-task.js';
import type { QueueTrigger } from '../trigger.js';

const originSchema = z.object({
  traceparent: z.string().max(512),
  requestId: z.string().max(128).optional(),
});

const messageSchema = z.object({
  taskId: z.string().min(1).max(512),
  // What only serves to follow a task keeps none from being done.
  origin: originSchema.optional().catch(undefined),
});

interface TaskMessageOptions {
  readonly queue: TaskQueueName;
  readonly concurrency: number;
  /** Goes on with the trace of the request that asked for a task. */
  readonly trace?: Trace | undefined;
}

const namesNone: Settlement = {
  kind: 'dead-letter',
  reason: 'the message names no task: expected {"taskId": "…"}',
};

/** Runs the tasks that a queue's messages name; what names none is kept aside. */
export function taskMessageTrigger(
  runTask: RunTask,
  { queue, concurrency, trace }: TaskMessageOptions,
): QueueTrigger {
  return {
    kind: 'queue',
    name: `task-${queue}`,
    queue,
    concurrency,
    async handle({ body, signal }) {
      const message = messageSchema.safeParse(body);
      if (!message.success) return namesNone;
      const { taskId, origin } = message.data;
      const run = () => runTask(taskId, signal);
      return trace ? trace.within(origin && given(origin), run) : run();
    },
  };
}

/** Without what is undefined. */
const given = ({ traceparent, requestId }: z.output<typeof originSchema>): Origin => ({
  traceparent,
  ...(requestId !== undefined && { requestId }),
});
