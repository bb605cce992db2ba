import { serviceBusTaskQueue } from '../../shared/adapters/cloud/service-bus-task-queue.js';
import type { TaskQueue } from '../../shared/ports/task-queue.js';
import { AmqpBroker } from '../support/amqp-broker/amqp-broker.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { taskQueueSuite } from './task-queue.suite.js';

taskQueueSuite('The Service Bus queue', async ({ lockMs, maxDeliveries }) => {
  const broker = new AmqpBroker(['tastemaker-recommendations', 'tastemaker-jobs'], { lockMs });
  await broker.listen();
  const clients: TaskQueue[] = [];
  const another = async () => {
    const connection = broker.connectionString;
    const telemetry = new RecordedTelemetry();
    const client = serviceBusTaskQueue({ connection, telemetry, maxDeliveries });
    clients.push(client);
    return client;
  };
  return {
    queue: await another(),
    another,
    async dispose() {
      await Promise.all(clients.map((client) => client.close()));
      await broker.close();
    },
  };
});
