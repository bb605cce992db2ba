import { measuredTaskQueue } from '../../../shared/adapters/telemetry/measured.js';
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
      const stored = storageTaskQueue({ connection: queue.connection, telemetry });
      return measuredTaskQueue(stored, 'storage queue', telemetry);
    }
    case 'service-bus': {
      const { serviceBusTaskQueue } = await import(
        '../../../shared/adapters/cloud/service-bus-task-queue.js'
      );
      const bus = serviceBusTaskQueue({ connection: queue.connection, telemetry });
      return measuredTaskQueue(bus, 'service bus', telemetry);
    }
  }
}
