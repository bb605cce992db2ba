import { ServiceBusClient } from '@azure/service-bus';
import { expect, it } from 'vitest';
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

it('A message of Service Bus says which trace it belongs to, in the way of its own tools', async () => {
  const broker = new AmqpBroker(['tastemaker-jobs'], { lockMs: 5_000 });
  await broker.listen();
  const connection = broker.connectionString;
  const queue = serviceBusTaskQueue({ connection, telemetry: new RecordedTelemetry() });
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const origin = { traceparent, requestId: 'r-1' };
  await queue.send('jobs', { taskId: 'a', origin });
  await queue.send('jobs', { taskId: 'b' });
  const client = new ServiceBusClient(connection);
  const receiver = client.createReceiver('tastemaker-jobs', { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.peekMessages(2);
  expect(messages.map(({ body }) => body)).toEqual([{ taskId: 'a', origin }, { taskId: 'b' }]);
  expect(messages[0]?.applicationProperties).toEqual({ 'Diagnostic-Id': traceparent });
  expect(messages[1]?.applicationProperties ?? {}).toEqual({});
  await client.close();
  await queue.close();
  await broker.close();
});
