import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll } from 'vitest';
import { storageTaskQueue } from '../../shared/adapters/cloud/storage-task-queue.js';
import type { TaskQueue } from '../../shared/ports/task-queue.js';
import { Azurite } from '../support/azurite.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { taskQueueSuite } from './task-queue.suite.js';

const azurite = new Azurite();
beforeAll(() => azurite.start(), 60_000);
afterAll(() => azurite.dispose());

async function deleteQueues(): Promise<void> {
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  for await (const { name } of service.listQueues()) await service.deleteQueue(name);
}

taskQueueSuite('The storage queue', async ({ lockMs, maxDeliveries }) => {
  const clients: TaskQueue[] = [];
  const another = async () => {
    const connection = azurite.connectionString;
    const telemetry = new RecordedTelemetry();
    const client = storageTaskQueue({ connection, telemetry, lockMs, maxDeliveries });
    clients.push(client);
    return client;
  };
  return {
    queue: await another(),
    another,
    async dispose() {
      await Promise.all(clients.map((client) => client.close()));
      await deleteQueues();
    },
  };
});
