import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { blobArtifactStore } from '../../../../../../shared/adapters/cloud/blob/blob-artifact-store.js';
import { claimCheck } from '../../../../../../shared/adapters/cloud/queues/claim-check.js';
import { serviceBusTaskQueue } from '../../../../../../shared/adapters/cloud/service-bus-task-queue.js';
import { storageTaskQueue } from '../../../../../../shared/adapters/cloud/storage-task-queue.js';
import type { HandleMessage, TaskQueue } from '../../../../../../shared/ports/task-queue.js';
import { received } from '../../../../../contract/task-queue/queue-under-test.js';
import { AmqpBroker } from '../../../../../support/amqp-broker/amqp-broker.js';
import { Azurite } from '../../../../../support/azurite.js';
import { azuriteBlobs } from '../../../../../support/blobs.js';
import { RecordedTelemetry } from '../../../../../support/recorded-telemetry.js';

const blobs = azuriteBlobs();
const azurite = new Azurite();
beforeAll(() => azurite.start(), 60_000);
afterAll(() => azurite.dispose());

const large = 'x'.repeat(300_000);
const telemetry = new RecordedTelemetry();

const kinds: readonly [string, () => Promise<TaskQueue>][] = [
  ['Storage', async () => storageTaskQueue({ connection: azurite.connectionString, telemetry })],
  [
    'Service Bus',
    async () => {
      const names = ['tastemaker-recommendations', 'tastemaker-jobs'];
      const broker = new AmqpBroker(names, { lockMs: 30_000 });
      await broker.listen();
      onTestFinished(() => broker.close());
      return serviceBusTaskQueue({ connection: broker.connectionString, telemetry });
    },
  ],
];

describe.each(kinds)('a queue of %s', (_, open) => {
  const opened = async () => {
    const queue = await open();
    onTestFinished(() => queue.close());
    return queue;
  };
  const checked = async () => {
    const artifacts = blobArtifactStore(blobs.open(), blobs.newContainer());
    let count = 0;
    const claims = claimCheck(artifacts, () => `id-${count++}`);
    return { artifacts, claims, queue: claims.sending(await opened()) };
  };

  it('takes no message of more than 256 KB by itself', async () => {
    const queue = await opened();
    await expect(queue.send('jobs', { taskId: large })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('takes messages of at most'),
    });
  });

  it('carries a claim in its place, which is opened where it arrives and then given up', async () => {
    const { queue, claims, artifacts } = await checked();
    await queue.send('jobs', { taskId: large });
    await queue.send('jobs', { taskId: 'small' });
    expect(await artifacts.list('')).toEqual(['messages/id-0']);
    const bodies: unknown[] = [];
    const handle: HandleMessage = claims.opening(async ({ body }) => {
      bodies.push(body);
      return { kind: 'complete' };
    });
    await received(queue, 2, { handle, from: 'jobs' });
    expect(bodies).toEqual([{ taskId: large }, { taskId: 'small' }]);
    expect(await artifacts.list('')).toEqual([]);
  });

  it('keeps what was claimed while its message comes again', async () => {
    const { queue, claims } = await checked();
    await queue.send('jobs', { taskId: large });
    let tries = 0;
    const handle: HandleMessage = claims.opening(async ({ body }) => {
      expect(body).toEqual({ taskId: large });
      return ++tries === 1 ? { kind: 'retry', delayMs: 1 } : { kind: 'complete' };
    });
    await received(queue, 2, { handle, from: 'jobs' });
    expect(tries).toBe(2);
  });

  it('puts a claim aside for which there is nothing any more', async () => {
    const { queue, claims, artifacts } = await checked();
    await queue.send('jobs', { taskId: large });
    await artifacts.removeAll('messages/');
    const handle = claims.opening(async () => ({ kind: 'complete' }) as const);
    await received(queue, 1, { handle, from: 'jobs' });
    const buried = await queue.deadLetters('jobs', 9);
    expect(buried.at(-1)).toMatchObject({ reason: 'nothing lies at messages/id-0' });
  });
});

it('a poison message too large to lie beside its reason is shortened, and does not come again', async () => {
  const queue = storageTaskQueue({ connection: azurite.connectionString, telemetry });
  onTestFinished(() => queue.close());
  await queue.bury('recommendations', { text: '"'.repeat(100_000) }, 'r'.repeat(5_000));
  const [letter] = await queue.deadLetters('recommendations', 1);
  expect(letter?.reason).toHaveLength(1_000);
  expect(String(letter?.body)).toMatch(/^\{"text":"\\"\\".*…$/);
});
