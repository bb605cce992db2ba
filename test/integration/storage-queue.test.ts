import { once } from 'node:events';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  type StorageOptions,
  storageTaskQueue,
} from '../../shared/adapters/cloud/storage-task-queue.js';
import type { Delivery, TaskMessage, TaskQueue } from '../../shared/ports/task-queue.js';
import { Azurite } from '../support/azurite.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { Relay } from '../support/relay.js';

const patience = { timeout: 15_000 };
const telemetry = new RecordedTelemetry();
const azurite = new Azurite();
const opened: TaskQueue[] = [];

const service = () => QueueServiceClient.fromConnectionString(azurite.connectionString);
const raw = (suffix = '') => service().getQueueClient(`tastemaker-recommendations${suffix}`);
const send = (queue: TaskQueue, taskId: string) => queue.send('recommendations', { taskId });

function open(options: Partial<StorageOptions> = {}) {
  const connection = azurite.connectionString;
  const queue = storageTaskQueue({ connection, telemetry, ...options });
  opened.push(queue);
  return queue;
}

/** Receives everything and keeps what it got. */
function collect(queue: TaskQueue): unknown[] {
  const taken: unknown[] = [];
  const handle = async ({ body }: Delivery) => {
    taken.push(body);
    return { kind: 'complete' } as const;
  };
  queue.receive('recommendations', handle, 2);
  return taken;
}

beforeAll(() => azurite.start());
afterAll(() => azurite.dispose());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()));
  for await (const { name } of service().listQueues()) await service().deleteQueue(name);
  telemetry.exceptions.length = 0;
});

test('goes on after the queues were away, and says of the time between that nobody answers', async () => {
  const queue = open();
  const taken = collect(queue);
  await send(queue, 'before');
  await expect.poll(() => taken, patience).toEqual([{ taskId: 'before' }]);
  await azurite.kill();
  await expect(send(queue, 'lost')).rejects.toMatchObject({
    code: 'unavailable',
    message: 'tastemaker-recommendations takes no message: ECONNREFUSED',
  });
  const said = { message: 'tastemaker-recommendations gives no messages: ECONNREFUSED' };
  await expect.poll(() => telemetry.exceptions, patience).toMatchObject([said]);
  await azurite.start();
  await send(queue, 'after');
  await expect.poll(() => taken, patience).toContainEqual({ taskId: 'after' });
  expect(telemetry.exceptions).toHaveLength(1);
});

test('says in the end that nobody answers, and closes nonetheless', async () => {
  const relay = new Relay(0);
  relay.fallSilent();
  const connection = azurite.connectionString.replace(/:\d+\//, `:${await relay.listen()}/`);
  const queue = open({ connection });
  queue.receive('jobs', async () => ({ kind: 'complete' }), 1);
  await expect(send(queue, 'a')).rejects.toMatchObject({
    code: 'unavailable',
    message: 'tastemaker-recommendations takes no message: no answer within 10 s',
  });
  await queue.close();
  await relay.close();
});

test('keeps the secrets of its connection out of what it says', async () => {
  const key = Buffer.from('another key').toString('base64');
  const connection = azurite.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${key}`);
  const failure = await send(open({ connection }), 'a').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'unavailable' });
  expect(String(failure)).toContain('AuthenticationFailed');
  expect(JSON.stringify(failure) + String(failure)).not.toMatch(/SharedKey|Signature|AccountKey/);
});

test('refuses a connection string that is none', () => {
  expect(() => open({ connection: 'nonsense' })).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringContaining('AccountKey=') }),
  );
});

test('hands over what is no JSON as it is, and a message of the Functions host as one of ours', async () => {
  const taken = collect(open());
  await raw().createIfNotExists();
  await raw().sendMessage(Buffer.from('no JSON').toString('base64'));
  await raw().sendMessage(Buffer.from('{"taskId":"a"}').toString('base64'));
  await expect.poll(() => taken, patience).toEqual(['no JSON', { taskId: 'a' }]);
});

test('shows what the Functions host put aside, which knows no reasons', async () => {
  const queue = open();
  await raw('-poison').createIfNotExists();
  await raw('-poison').sendMessage(Buffer.from('{"taskId":"a"}').toString('base64'));
  await queue.bury('recommendations', { taskId: 'b' }, 'odd');
  expect(await queue.deadLetters('recommendations', 100)).toEqual([
    { body: { taskId: 'a' }, reason: expect.stringContaining('too often') },
    { body: { taskId: 'b' }, reason: 'odd' },
  ]);
});

test('puts aside what its handlers never came to an end with', async () => {
  const queue = open({ lockMs: 1_000, maxDeliveries: 1 });
  await send(queue, 'deadly');
  // As a process that died would leave it.
  await raw().receiveMessages({ visibilityTimeout: 1 });
  const taken = collect(queue);
  await expect
    .poll(() => queue.deadLetters('recommendations', 1), patience)
    .toMatchObject([
      { body: { taskId: 'deadly' }, reason: expect.stringContaining('did not end') },
    ]);
  expect(taken).toEqual([]);
});

test('says that a message was lost to somebody else, and goes on', async () => {
  const queue = open();
  const taken: string[] = [];
  queue.receive(
    'recommendations',
    async ({ body }) => {
      taken.push((body as TaskMessage).taskId);
      if (taken.length === 1) await raw().clearMessages();
      return { kind: 'complete' };
    },
    1,
  );
  await send(queue, 'lost');
  const said = { message: 'tastemaker-recommendations removes no message: MessageNotFound' };
  await expect.poll(() => telemetry.exceptions, patience).toMatchObject([said]);
  await send(queue, 'next');
  await expect.poll(() => taken, patience).toEqual(['lost', 'next']);
});

test('says that a lock could not be renewed', async () => {
  const queue = open({ lockMs: 1_000 });
  queue.receive(
    'recommendations',
    async ({ signal }) => {
      await raw().clearMessages();
      await once(signal, 'abort');
      return { kind: 'complete' };
    },
    1,
  );
  await send(queue, 'a');
  const said = { message: 'tastemaker-recommendations keeps no message hidden: MessageNotFound' };
  await expect
    .poll(() => telemetry.exceptions, patience)
    .toContainEqual(expect.objectContaining(said));
});
