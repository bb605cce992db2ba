import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type ServiceBusOptions,
  serviceBusTaskQueue,
} from '../../shared/adapters/cloud/service-bus-task-queue.js';
import type { Delivery, TaskMessage, TaskQueue } from '../../shared/ports/task-queue.js';
import { AmqpBroker } from '../support/amqp-broker/amqp-broker.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { Relay } from '../support/relay.js';

const patience = { timeout: 15_000 };
const telemetry = new RecordedTelemetry();
let broker: AmqpBroker;
const opened: TaskQueue[] = [];

async function startBroker(options?: ConstructorParameters<typeof AmqpBroker>[1]): Promise<void> {
  broker = new AmqpBroker(['tastemaker-recommendations', 'tastemaker-jobs'], options);
  await broker.listen();
}

function open(options: Partial<ServiceBusOptions> = {}): TaskQueue {
  const queue = serviceBusTaskQueue({
    connection: broker.connectionString,
    telemetry,
    ...options,
  });
  opened.push(queue);
  return queue;
}

/** Receives everything and keeps what it got. */
function collect(queue: TaskQueue): string[] {
  const taken: string[] = [];
  queue.receive(
    'recommendations',
    async ({ body }) => {
      taken.push((body as TaskMessage).taskId);
      return { kind: 'complete' };
    },
    2,
  );
  return taken;
}

const send = (queue: TaskQueue, taskId: string) => queue.send('recommendations', { taskId });

beforeEach(() => startBroker());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()));
  await broker.close();
  telemetry.exceptions.length = 0;
});

test('goes on receiving and sending after its connections were cut', async () => {
  const queue = open();
  const taken = collect(queue);
  await send(queue, 'before');
  await expect.poll(() => taken, patience).toEqual(['before']);
  broker.dropConnections();
  await expect.poll(() => send(queue, 'after').then(() => 'sent', String), patience).toBe('sent');
  await expect.poll(() => taken, patience).toContain('after');
});

test('goes on after a broker was away, and says of the time between that nobody answers', async () => {
  const queue = open();
  const taken = collect(queue);
  await send(queue, 'before');
  await expect.poll(() => taken, patience).toEqual(['before']);
  await broker.close();
  const lost = await send(queue, 'lost').catch((error: unknown) => error);
  expect(lost).toMatchObject({ code: 'unavailable' });
  await expect
    .poll(() => telemetry.exceptions, patience)
    .toEqual([
      expect.objectContaining({
        message: expect.stringContaining('tastemaker-recommendations does not answer'),
      }),
    ]);
  await broker.listen();
  await expect.poll(() => send(queue, 'after').then(() => 'sent', String), patience).toBe('sent');
  await expect.poll(() => taken, patience).toContain('after');
});

test('settles what was being handled while its connection was cut', async () => {
  const queue = open();
  let handled = 0;
  queue.receive(
    'recommendations',
    async () => {
      handled += 1;
      broker.dropConnections();
      return { kind: 'complete' };
    },
    1,
  );
  await send(queue, 'a');
  await expect.poll(() => broker.queue('tastemaker-recommendations')?.size, patience).toBe(0);
  expect(handled).toBe(1);
});

test('handles no more at once than it may when a new connection brings more', async () => {
  const queue = open();
  let running = 0;
  let most = 0;
  let handled = 0;
  let proceed = () => {};
  const dropped = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await send(queue, id);
  queue.receive(
    'recommendations',
    async () => {
      most = Math.max(most, ++running);
      if (running === 2 && handled === 0) {
        broker.dropConnections();
        await expect.poll(() => send(queue, 'later').then(() => 'sent', String)).toBe('sent');
        proceed();
      }
      await dropped;
      running -= 1;
      handled += 1;
      return { kind: 'complete' };
    },
    2,
  );
  await expect.poll(() => broker.queue('tastemaker-recommendations')?.size, patience).toBe(0);
  expect(most).toBe(2);
});

test('puts aside what its handlers never came to an end with', async () => {
  await broker.close();
  await startBroker({ lockMs: 300 });
  const dying = open();
  const deliveries: number[] = [];
  await send(dying, 'deadly');
  const handle = async ({ deliveryCount, signal }: Delivery): Promise<never> => {
    deliveries.push(deliveryCount);
    await once(signal, 'abort');
    throw new Error('stopped');
  };
  dying.receive('recommendations', handle, 1);
  await expect.poll(() => deliveries).toEqual([1]);
  // As if its process had died: nobody renews the lock any more.
  broker.dropConnections();
  const heir = open({ maxDeliveries: 1 });
  heir.receive('recommendations', handle, 1);
  await expect
    .poll(() => heir.deadLetters('recommendations', 1), patience)
    .toMatchObject([{ body: { taskId: 'deadly' }, reason: expect.stringContaining('1 deliver') }]);
});

test('says that a broker is silent, and sends as soon as it is not', async () => {
  const relay = new Relay(Number(/:(\d+);/.exec(broker.connectionString)?.[1]));
  const connection = broker.connectionString.replace(/:\d+;/, `:${await relay.listen()};`);
  const queue = open({ connection });
  await send(queue, 'before');
  relay.fallSilent();
  await expect(send(queue, 'lost')).rejects.toMatchObject({ code: 'unavailable' });
  relay.recover();
  await send(queue, 'after');
  relay.fallSilent();
  await queue.close();
  await relay.close();
});

test('closes though its broker is silent', async () => {
  const relay = new Relay(0);
  relay.fallSilent();
  const connection = broker.connectionString.replace(/:\d+;/, `:${await relay.listen()};`);
  const queue = open({ connection });
  queue.receive('jobs', async () => ({ kind: 'complete' }), 1);
  await queue.close();
  await relay.close();
});

test('keeps the secrets of its connection out of what it says', async () => {
  await broker.close();
  const queue = open({ connection: broker.connectionString.replace('none', 'c2VjcmV0') });
  const failures = await Promise.allSettled([
    send(queue, 'a'),
    queue.deadLetters('recommendations', 1),
  ]);
  for (const failure of failures) {
    expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(JSON.stringify(failure) + String((failure as PromiseRejectedResult).reason)).not.toMatch(
      /c2VjcmV0|SharedAccess/,
    );
  }
  await broker.listen();
});

test('refuses a connection string that is none', () => {
  expect(() => open({ connection: 'nonsense' })).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringContaining('Endpoint=') }),
  );
});
