import { measuredTaskQueue } from '../../../shared/adapters/telemetry/measured.js';
import type { Config } from '../../../shared/config.js';
import type { DeadLetterBox, TaskQueue } from '../../../shared/ports/task-queue.js';
import type { Runtime } from '../runtime.js';
import { lateTaskQueue } from './late-task-queue.js';
import type { Closing } from './place.js';

/** What carries the wake-ups; `beside` is the queue that lies in the same database as the records. */
export async function openQueue(
  config: Config,
  beside: TaskQueue | undefined,
  { telemetry }: Runtime,
): Promise<Closing<TaskQueue>> {
  const { queue } = config.tasks;
  const report = (error: unknown) => telemetry.exception(error, { during: 'opening queues' });
  switch (queue.kind) {
    case 'embedded':
      return beside ? closing(beside) : openEmbeddedQueue(config, telemetry);
    case 'storage': {
      const late = lateTaskQueue(() => openStorageQueue(queue, telemetry), report);
      const bury: DeadLetterBox['bury'] = async (...what) => (await late.opened()).bury(...what);
      const withBox: TaskQueue & DeadLetterBox = { ...late, bury };
      return closing(withBox);
    }
    case 'service-bus':
      return closing(lateTaskQueue(() => openServiceBusQueue(queue, telemetry), report));
  }
}

const closing = (queue: TaskQueue): Closing<TaskQueue> => ({
  place: queue,
  close: () => queue.close(),
});

type QueueOf<Kind> = Extract<Config['tasks']['queue'], { readonly kind: Kind }>;

async function openStorageQueue(
  { connection }: QueueOf<'storage'>,
  telemetry: Runtime['telemetry'],
): Promise<TaskQueue & DeadLetterBox> {
  const { storageTaskQueue } = await import('../../../shared/adapters/cloud/storage-task-queue.js');
  const queue = storageTaskQueue({ connection, telemetry });
  return measuredTaskQueue(queue, 'storage queue', telemetry);
}

async function openServiceBusQueue(
  { connection }: QueueOf<'service-bus'>,
  telemetry: Runtime['telemetry'],
): Promise<TaskQueue> {
  const { serviceBusTaskQueue } = await import(
    '../../../shared/adapters/cloud/service-bus-task-queue.js'
  );
  const queue = serviceBusTaskQueue({ connection, telemetry });
  return measuredTaskQueue(queue, 'service bus', telemetry);
}

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
