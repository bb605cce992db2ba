import type { Config } from '../../../shared/config.js';
import type { Telemetry } from '../../../shared/ports/runtime.js';
import type { TaskQueue } from '../../../shared/ports/task-queue.js';

/** What carries the wake-ups; `embedded` is the one that came with the records. */
export async function openQueue(
  { tasks: { queue } }: Config,
  embedded: TaskQueue,
  telemetry: Telemetry,
): Promise<TaskQueue> {
  switch (queue.kind) {
    case 'embedded':
      return embedded;
    case 'storage': {
      const { storageTaskQueue } = await import(
        '../../../shared/adapters/cloud/storage-task-queue.js'
      );
      return storageTaskQueue({ connection: queue.connection, telemetry });
    }
    case 'service-bus': {
      const { serviceBusTaskQueue } = await import(
        '../../../shared/adapters/cloud/service-bus-task-queue.js'
      );
      return serviceBusTaskQueue({ connection: queue.connection, telemetry });
    }
  }
}
