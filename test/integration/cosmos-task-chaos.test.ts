import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CosmosConnection,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { cosmosTaskStore } from '../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import {
  type EmbeddedTasks,
  openEmbeddedTasks,
} from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { hasEnded, type Task } from '../../shared/domain/tasks/task.js';
import { newTask, type TaskLimits } from '../../shared/domain/tasks/task-life.js';
import type { Delivery } from '../../shared/ports/task-queue.js';
import type { TaskStore } from '../../shared/ports/task-store.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import { makeManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { makeSweepTasks } from '../../shared/use-cases/tasks/sweep-tasks.js';
import { TaskWatcher } from '../../shared/use-cases/tasks/watch-tasks.js';
import { type CosmosServer, startCosmosServer } from '../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

const limit: TaskLimits = {
  ...{ queueMs: 60_000, runMs: 60_000, totalMs: 120_000, keepMs: 3_600_000 },
  ...{ leaseMs: 3_000, resendMs: 1_000, maxAttempts: 20 },
};
const limits = { recommendations: limit, jobs: limit };
const owners = Array.from({ length: 16 }, (_, at) => `owner ${at}`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Tasks on Cosmos DB, of whose requests one in ten fails or loses its answer', () => {
  let server: CosmosServer;
  let messages: EmbeddedTasks;
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const connections: CosmosConnection[] = [];
  const telemetry = new RecordedTelemetry();

  async function connect(): Promise<CosmosConnection> {
    const { endpoint, key, database } = server;
    const patience = {
      ...{ timeoutMs: 500, budgetMs: 30_000, pauseMs: { first: 5, longest: 100 } },
      ...{ breakAfter: 1_000, restMs: 50 },
    };
    const connection = await openCosmos({
      ...{ endpoint, key, database, tenant: 'chaos', patience },
      ...{ telemetry: new RecordedTelemetry(), random: Math.random },
    });
    connections.push(connection);
    return connection;
  }

  /** A process of its own, as far as anybody can tell. */
  async function openClient() {
    const tasks = cosmosTaskStore(await connect(), { newId: randomUUID });
    const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: 50 });
    const common = { tasks, watchTasks, queue: messages.queue, limits, telemetry };
    return { ...common, clock: Date.now, newId: randomUUID, maxPending: 1_000 };
  }
  type Client = Awaited<ReturnType<typeof openClient>>;
  let clients: readonly Client[];

  beforeAll(async () => {
    server = await startCosmosServer({ separateProcess: true, physicalPartitions: 3 });
    messages = openEmbeddedTasks(folder, { report: () => undefined });
    await createContainers(await connect(), ['tasks']);
    clients = [await openClient(), await openClient(), await openClient()];
    await server.faults({ rate: 0.1, kinds: ['429', '449', '503', 'drop', 'session'], seed: 7 });
  });
  afterAll(async () => {
    for (const { watchTasks } of clients) watchTasks.close();
    await messages.close();
    await Promise.all(connections.map((each) => each.close()));
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Each request is made by three at a time, as by somebody who lost patience. */
  async function startAll(): Promise<readonly string[]> {
    const started = owners.map(async (owner) => {
      const wish = { kind: 'recommend-v1', owner, request: { limit: 1 } } as const;
      const made = await Promise.all(
        clients.map((client) =>
          makeManageTasks(client).start({ ...wish, idempotencyKey: `key of ${owner}` }),
        ),
      );
      expect(new Set(made.map(({ task }) => task.id)).size).toBe(1);
      expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
      return made[0]?.task.id ?? '';
    });
    return Promise.all(started);
  }

  async function endOf(tasks: TaskStore, id: string): Promise<Task> {
    for (let looks = 0; looks < 600; looks += 1) {
      const task = await tasks.get(id);
      if (task && hasEnded(task)) return task;
      await pause(50);
    }
    throw new Error(`${id} does not end`);
  }

  it('are made once for each request, run to one end, and stay as they ended', async () => {
    const job: Job = {
      async run({ task, confirm }) {
        await confirm();
        return { result: { of: task.id, attempt: task.attempt } };
      },
    };
    const receivers = clients.map((client) => {
      const run = makeRunTask({ ...client, jobs: { 'recommend-v1': job }, holder: randomUUID() });
      const taskOf = (body: unknown) => (body as { readonly taskId: string }).taskId;
      const work = ({ body, signal }: Delivery) => run(taskOf(body), signal);
      return messages.queue.receive('recommendations', work, 4);
    });
    const [first, second, third] = clients;
    if (!first || !second || !third) throw new Error('There are three clients');
    const ids = await startAll();
    const cancelled = ids.filter((_, at) => at % 4 === 0);
    await Promise.all(cancelled.map((id) => makeManageTasks(second).cancel(id, undefined)));
    const sweep = makeSweepTasks(third);
    await sweep();
    const ended = await Promise.all(ids.map((id) => endOf(first.tasks, id)));
    await Promise.all(receivers.map((receiver) => receiver.close()));
    for (const { id, status, attempt, result } of ended) {
      if (status === 'completed') expect(result).toEqual({ of: id, attempt });
      else expect(cancelled).toContain(id);
    }
    for (const { tasks } of clients) {
      expect(await Promise.all(ids.map((id) => tasks.get(id)))).toEqual(ended);
      expect(await tasks.countPending(['recommend-v1'])).toBe(0);
    }
    const endings = telemetry.tasks.map(({ id }) => id);
    expect(new Set(endings).size).toBe(endings.length);
  }, 60_000);

  it('leave one of many that start at once, each other superseded and told of once', async () => {
    const draft = (id: string) =>
      ({ id, kind: 'recommend-v2', owner: 'race', request: {} }) as const;
    const ids = Array.from({ length: 24 }, (_, at) => `race ${at}`);
    const outcomes = await Promise.all(
      ids.map(async (id, at) => {
        const tasks = clients[at % clients.length]?.tasks;
        return tasks?.start(newTask(draft(id), Date.now(), limit), 'supersede');
      }),
    );
    const told = outcomes.flatMap((outcome) =>
      outcome?.kind === 'created' ? outcome.superseded.map(({ id }) => id) : [],
    );
    expect(outcomes.every((outcome) => outcome?.kind === 'created')).toBe(true);
    expect(told).toHaveLength(23);
    expect(new Set(told).size).toBe(23);
    const pending = await clients[0]?.tasks.list({ owner: 'race', status: 'pending', limit: 50 });
    expect(pending?.tasks).toHaveLength(1);
    expect(told).not.toContain(pending?.tasks[0]?.id);
  }, 60_000);

  it('are changed once for each acknowledged change, whoever changes them', async () => {
    const task = newTask({ id: 'counter', kind: 'retrain', owner: 'c', request: {} }, 1, limit);
    await clients[0]?.tasks.start(task, 'single');
    const acknowledged = await Promise.all(
      clients.map(async ({ tasks }) => {
        let count = 0;
        for (let tries = 0; tries < 12; tries += 1) {
          const now = await tasks.get('counter');
          if (now && (await tasks.replace({ ...now, revision: now.revision + 1 }))) count += 1;
        }
        return count;
      }),
    );
    const sum = acknowledged.reduce((a, b) => a + b, 0);
    const revision = (await clients[1]?.tasks.get('counter'))?.revision ?? 0;
    expect(sum).toBeGreaterThan(10);
    // A change whose answer was lost, and that another has changed already, is told as none: nobody builds on it.
    expect(revision).toBeGreaterThanOrEqual(sum);
    expect(revision - sum).toBeLessThan(6);
  }, 60_000);
});
