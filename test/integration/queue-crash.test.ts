import { afterEach, describe, expect, test } from 'vitest';
import { serviceBusTaskQueue } from '../../shared/adapters/cloud/service-bus-task-queue.js';
import { storageTaskQueue } from '../../shared/adapters/cloud/storage-task-queue.js';
import type { TaskQueue } from '../../shared/ports/task-queue.js';
import { Azurite } from '../support/azurite.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { startBrokerProcess } from './fixtures/broker-process.js';
import { startTestProcess, type TestProcess } from './fixtures/store-process.js';

const lockMs = 2_000;
const program = new URL('fixtures/queue-worker.ts', import.meta.url);
const running: TestProcess[] = [];
const ends: (() => Promise<unknown>)[] = [];

function startWorker(kind: string, connection: string): TestProcess {
  const worker = startTestProcess(program, [kind, connection, String(lockMs)]);
  running.push(worker);
  return worker;
}

async function kill({ child, ended }: TestProcess): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(kill));
  for (const end of ends.splice(0)) await end();
});

const transports = {
  async storage() {
    const azurite = new Azurite();
    ends.push(() => azurite.dispose());
    await azurite.start();
    return azurite.connectionString;
  },
  async 'service-bus'() {
    const broker = await startBrokerProcess(lockMs);
    running.push(broker);
    return broker.connectionString;
  },
};

const open = { storage: storageTaskQueue, 'service-bus': serviceBusTaskQueue };

describe.each(['storage', 'service-bus'] as const)('A %s queue', (kind) => {
  test('gives another worker what one held that was killed', async () => {
    const connection = await transports[kind]();
    const queue: TaskQueue = open[kind]({ connection, telemetry: new RecordedTelemetry() });
    ends.unshift(() => queue.close());
    const first = startWorker(kind, connection);
    await queue.send('recommendations', { taskId: 'for ever' });
    expect((await first.lines.next()).value).toEqual({ taskId: 'for ever', deliveryCount: 1 });
    await kill(first);
    const second = startWorker(kind, connection);
    expect((await second.lines.next()).value).toEqual({ taskId: 'for ever', deliveryCount: 2 });
  });
});
