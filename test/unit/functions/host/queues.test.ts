import { expect, test } from 'vitest';
import { startQueues } from '../../../../functions/host/queues.js';
import type { QueueTrigger, TimerTrigger } from '../../../../functions/trigger.js';
import type { TaskQueue } from '../../../../shared/ports/task-queue.js';

const trigger = (concurrency: number): QueueTrigger => ({
  ...{ kind: 'queue', name: `by ${concurrency}`, queue: 'jobs', concurrency },
  handle: async () => ({ kind: 'complete' }),
});
const timer: TimerTrigger = { kind: 'timer', name: 't', schedule: '', handle: async () => {} };

test('receives for each queue trigger but those that others handle, until closed', async () => {
  const received: unknown[] = [];
  let closed = 0;
  const receive: TaskQueue['receive'] = (...what) => {
    received.push(what);
    return {
      async close() {
        closed += 1;
      },
    };
  };
  const [two, none, three] = [trigger(2), trigger(0), trigger(3)];
  const queues = startQueues({ triggers: [two, timer, none, three], queue: { receive } });
  expect(received).toEqual([
    ['jobs', two.handle, 2],
    ['jobs', three.handle, 3],
  ]);
  await queues.close();
  expect(closed).toBe(2);
});
