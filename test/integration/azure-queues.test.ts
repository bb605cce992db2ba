import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { registerTriggers } from '../../functions/host/azure-triggers.js';
import type { QueueTrigger, TimerTrigger } from '../../functions/trigger.js';
import type { Delivery, Settlement, TaskQueueName } from '../../shared/ports/task-queue.js';
import { FunctionsWorker } from '../support/functions-worker.js';

const worker = new FunctionsWorker();
const ending = new AbortController();
const failures: unknown[] = [];
const sent: unknown[] = [];
const buried: unknown[] = [];
let uninstall: () => void;
let deliveries: Delivery[] = [];
let settlement: Settlement;
let rings = 0;

const trigger = (name: string, queue: TaskQueueName, concurrency = 4): QueueTrigger => ({
  ...{ kind: 'queue', name, queue, concurrency },
  async handle(delivery) {
    deliveries.push(delivery);
    if (delivery.body === 'bad') throw new Error('no luck');
    return settlement;
  },
});
const timer: TimerTrigger = {
  ...{ kind: 'timer', name: 'clock', schedule: '0 * * * * *' },
  async handle() {
    rings += 1;
  },
};
const bindings = (name: string) =>
  Object.values(worker.functions.get(name)?.metadata.bindings ?? {})[0];

beforeAll(async () => {
  uninstall = worker.install();
  const { app } = await import('@azure/functions');
  const send = async (...message: unknown[]) => void sent.push(message);
  const bury = async (...message: unknown[]) => void buried.push(message);
  const host = {
    stopping: ending.signal,
    reportFailure: (...failure: unknown[]) => void failures.push(failure),
    responseOf: () => undefined,
  };
  const storage = [trigger('stored', 'recommendations'), trigger('idle', 'jobs', 0), timer];
  registerTriggers(app, storage, { ...host, queueKind: 'storage', queue: { send, bury } });
  const bus = [trigger('bused', 'jobs')];
  registerTriggers(app, bus, { ...host, queueKind: 'service-bus', queue: { send } });
  registerTriggers(app, [trigger('ours', 'jobs')], {
    ...host,
    queueKind: 'embedded',
    queue: { send },
  });
});
afterAll(() => uninstall());
beforeEach(() => {
  deliveries = [];
  settlement = { kind: 'complete' };
  for (const list of [failures, sent, buried]) list.length = 0;
});

test('each queue trigger is registered where its messages are, and none that others are to handle', () => {
  expect([...worker.functions.keys()]).toEqual(['stored', 'clock', 'bused']);
  expect(bindings('stored')).toMatchObject({
    type: 'queueTrigger',
    queueName: 'tastemaker-recommendations',
    connection: 'AzureWebJobsStorage',
  });
  expect(bindings('bused')).toMatchObject({
    type: 'serviceBusTrigger',
    queueName: 'tastemaker-jobs',
    connection: 'SERVICE_BUS_CONNECTION',
  });
});

test('a timer rings', async () => {
  await worker.deliver('clock', '{}');
  expect(rings).toBe(1);
});

test.each([
  ['stored', { DequeueCount: { json: '3' } }],
  ['bused', { DeliveryCount: { json: '3' }, SequenceNumber: { json: '17' } }],
])('%s hands over a message as it came, and how often', async (name, metadata) => {
  await worker.deliver(name, '{"taskId":"a"}', metadata);
  await worker.deliver(name, 'no JSON');
  expect(deliveries).toMatchObject([
    { body: { taskId: 'a' }, deliveryCount: 3 },
    { body: 'no JSON', deliveryCount: 1 },
  ]);
  expect([sent, buried, failures]).toEqual([[], [], []]);
});

test('a message is sent anew that is to be tried again', async () => {
  settlement = { kind: 'retry', delayMs: 1_500 };
  await worker.deliver('stored', '{"taskId":"a"}');
  expect(sent).toEqual([['recommendations', { taskId: 'a' }, 1_500]]);
  await expect(worker.deliver('bused', '{"other":1}')).rejects.toThrow('a message with a taskId');
});

test('a handler that fails lets the host count the failure', async () => {
  await expect(worker.deliver('stored', '"bad"')).rejects.toThrow('no luck');
});

test('a message that is put aside goes to the poison queue with its reason', async () => {
  settlement = { kind: 'dead-letter', reason: 'no such task' };
  await worker.deliver('stored', '{"taskId":"a"}');
  expect(buried).toEqual([['recommendations', { taskId: 'a' }, 'no such task']]);
});

test('where only the broker can put it aside it fails until then, though its task has ended', async () => {
  settlement = { kind: 'dead-letter', reason: 'gave up' };
  const message = '{"taskId":"a"}';
  const metadata = { SequenceNumber: { json: '42' } };
  await expect(worker.deliver('bused', message, metadata)).rejects.toThrow('jobs: gave up');
  settlement = { kind: 'complete' };
  await expect(worker.deliver('bused', message, metadata)).rejects.toThrow('jobs: gave up');
  expect(deliveries).toHaveLength(1);
  expect(failures).toMatchObject([['bused', { message: 'jobs: gave up' }]]);
  await worker.deliver('bused', message, { SequenceNumber: { json: '43' } });
  await expect(worker.deliver('bused', message)).resolves.toBeUndefined();
});

test('of the messages that wait for the broker the newest thousand are known', async () => {
  settlement = { kind: 'dead-letter', reason: 'gave up' };
  const deliver = (number: number) =>
    worker.deliver('bused', '{"taskId":"a"}', { SequenceNumber: { json: String(number) } });
  for (let number = 1_000; number <= 2_000; number++)
    await expect(deliver(number)).rejects.toThrow();
  settlement = { kind: 'complete' };
  await deliver(1_000);
  await expect(deliver(1_001)).rejects.toThrow();
});

test('what is handled is aborted when the host ends', async () => {
  await worker.deliver('stored', '{"taskId":"a"}');
  expect(deliveries[0]?.signal.aborted).toBe(false);
  ending.abort();
  expect(deliveries[0]?.signal.aborted).toBe(true);
});
