import { AppError } from '../../shared/domain/errors.js';
import type {
  DeadLetterBox,
  Settlement,
  TaskMessage,
  TaskQueue,
  TaskQueueName,
} from '../../shared/ports/task-queue.js';
import type { QueueTrigger } from '../trigger.js';

export interface QueueHost {
  /** Without `bury` the broker alone puts messages aside: those that have failed often enough. */
  readonly queue: Pick<TaskQueue, 'send'> & Partial<DeadLetterBox>;
  /** Aborted when the host ends. */
  readonly stopping: AbortSignal;
  reportFailure(name: string, error: unknown): void;
}

/** What the Functions host says of a message, by names whose initial is small. */
export interface QueueContext {
  readonly triggerMetadata?: Readonly<Record<string, unknown>> | undefined;
}

/** More messages than ever fail for good at the same time. */
const maxDoomed = 1_000;

/** A trigger as `app.storageQueue` and `app.serviceBusQueue` want it: its return completes a message, its rejection does not. */
export function azureQueueHandler(trigger: QueueTrigger, host: QueueHost) {
  const doomed = new Map<unknown, AppError>();
  const { queue: name } = trigger;
  const settle = async (settlement: Settlement, body: unknown, sequenceNumber: unknown) => {
    if (settlement.kind === 'complete') return;
    if (settlement.kind === 'retry') {
      await host.queue.send(name, taskMessage(body, name), settlement.delayMs);
    } else if (host.queue.bury) {
      await host.queue.bury(name, body, settlement.reason);
    } else {
      const failure = new AppError('invalid', `${name}: ${settlement.reason}`);
      remember(doomed, sequenceNumber, failure);
      host.reportFailure(trigger.name, failure);
      throw failure;
    }
  };
  return async (body: unknown, { triggerMetadata: metadata = {} }: QueueContext): Promise<void> => {
    const { deliveryCount, dequeueCount, sequenceNumber } = metadata;
    // It comes again until it has failed often enough, though its task has ended by now and would complete it.
    const failure = doomed.get(sequenceNumber);
    if (failure !== undefined) throw failure;
    const settlement = await trigger.handle({
      body,
      deliveryCount: Number(deliveryCount ?? dequeueCount ?? 1),
      signal: AbortSignal.any([host.stopping]),
    });
    await settle(settlement, body, sequenceNumber);
  };
}

function remember(doomed: Map<unknown, AppError>, key: unknown, failure: AppError): void {
  if (key === undefined) return;
  doomed.set(key, failure);
  for (const oldest of doomed.keys()) {
    if (doomed.size <= maxDoomed) return;
    doomed.delete(oldest);
  }
}

function taskMessage(body: unknown, queue: TaskQueueName): TaskMessage {
  if (isTaskMessage(body)) return body;
  throw new AppError('invalid', `${queue}: expected a message with a taskId to try again`);
}

/** What else it says goes along as it is; who handles it checks that. */
const isTaskMessage = (body: unknown): body is TaskMessage =>
  typeof body === 'object' && body !== null && 'taskId' in body && typeof body.taskId === 'string';
