import { measuredTaskQueue } from '../../../shared/adapters/telemetry/measured.js';
import type { Config } from '../../../shared/config.js';
import type { TaskQueue } from '../../../shared/ports/task-queue.js';
import type { Runtime } from '../runtime.js';
import type { Closing } from './places.js';

/** What carries the wake-ups; `beside` is the queue that lies in the same database as the records. */
export async function openQueue(
  config: Config,
  beside: TaskQueue | undefined,
  { telemetry }: Runtime,
): Promise<Closing<TaskQueue>> {
  const { queue } = config.tasks;
  switch (queue.kind) {
    case 'embedded':
      return beside ? closing(beside) : openEmbeddedQueue(config, telemetry);
    case 'storage': {
      const { storageTaskQueue } = await import(
        '../../../shared/adapters/cloud/storage-task-queue.js'
      );
      const stored = storageTaskQueue({ connection: queue.connection, telemetry });
      return closing(measuredTaskQueue(stored, 'storage queue', telemetry));
    }
    case 'service-bus': {
      const { serviceBusTaskQueue } = await import(
        '../../../shared/adapters/cloud/service-bus-task-queue.js'
      );
      const bus = serviceBusTaskQueue({ connection: queue.connection, telemetry });
      return closing(measuredTaskQueue(bus, 'service bus', telemetry));
    }
  }
}

const closing = (queue: TaskQueue): Closing<TaskQueue> => ({
  place: queue,
  close: () => queue.close(),
});

/** Messages in the data folder for records that lie elsewhere. */
async function openEmbeddedQueue(
  { dataDir, tasks }: Config,
  telemetry: Runtime['telemetry'],
): Promise<Closing<TaskQueue>> {
  const { openEmbeddedTasks } = await import(
    '../../../shared/adapters/embedded/tasks/open-tasks.js'
  );
  const { queue, close } = openEmbeddedTasks(dataDir, {
    lockMs: tasks.limits.jobs.leaseMs,
    report: (error) => telemetry.exception(error, { during: 'receiving tasks' }),
  });
  return { place: queue, close };
}
