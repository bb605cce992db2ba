import { afterEach } from 'vitest';
import type {
  Delivery,
  HandleMessage,
  TaskMessage,
  TaskQueue,
  TaskQueueName,
} from '../../../shared/ports/task-queue.js';

export interface QueueOptions {
  /** How long a message stays with a receiver that does not renew its lock. */
  readonly lockMs: number;
  /** So many failures put a message aside. A failed message comes again soon: within a second or two. */
  readonly maxDeliveries: number;
}

interface QueueUnderTest {
  readonly queue: TaskQueue;
  /** A second client of the same queue, as another process would have it. */
  another(): Promise<TaskQueue>;
  /** Closes all clients and throws all messages away. */
  dispose(): Promise<void>;
}
export type NewQueue = (options: QueueOptions) => Promise<QueueUnderTest>;

export const completed = async () => ({ kind: 'complete' }) as const;
export const failed = async (): Promise<never> => {
  throw new Error('the kettle is cold');
};
export const patience = { timeout: 15_000 };

export const names = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ body }) => (body as TaskMessage).taskId);
export const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

/** Resolves when it has been called so many times. */
export function meeting(count: number): { arrive(): void; readonly complete: Promise<void> } {
  let missing = count;
  let end = () => {};
  const complete = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    arrive: () => {
      if (--missing === 0) end();
    },
    complete,
  };
}

/** Receives until so many deliveries have begun and those under way are settled; all of them, in order. */
export async function received(
  queue: TaskQueue,
  count: number,
  {
    handle = completed,
    from = 'recommendations',
  }: { readonly handle?: HandleMessage; readonly from?: TaskQueueName } = {},
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  const all = meeting(count);
  const receiver = queue.receive(
    from,
    (delivery) => {
      deliveries.push(delivery);
      all.arrive();
      return handle(delivery);
    },
    1,
  );
  await all.complete;
  await receiver.close();
  return deliveries;
}

export const send = (queue: TaskQueue, ...ids: readonly string[]) =>
  Promise.all(ids.map((taskId) => queue.send('recommendations', { taskId })));

/** Opens a queue of its own for each test of the surrounding `describe`. */
export function freshQueues(newQueue: NewQueue) {
  let underTest: QueueUnderTest | undefined;
  afterEach(async () => {
    await underTest?.dispose();
    underTest = undefined;
  });
  return async (options: Partial<QueueOptions> = {}): Promise<QueueUnderTest> => {
    underTest = await newQueue({ lockMs: 30_000, maxDeliveries: 4, ...options });
    return underTest;
  };
}
