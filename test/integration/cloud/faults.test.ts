import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCosmos } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { openCosmosShop } from '../../../shared/adapters/cloud/cosmos/open-shop.js';
import { type CloudHouse, type Instance, openCloudHouse } from '../../support/cloud-house.js';
import { type CloudLoad, startCloudLoad } from '../../support/cloud-load.js';
import {
  type ShoppingProvider,
  startShoppingProvider,
} from '../../support/flaky-shopping-provider.js';
import { buildWhatIsStale, type LocalProcess } from '../../support/local-process.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import {
  type JobBody,
  newSession,
  type ShopClient,
  shopClient,
} from '../../support/shop-client.js';
import { endingsIn } from '../../support/task-processes.js';

let house: CloudHouse;
let provider: ShoppingProvider;
let instances: readonly Instance[];
let worker: LocalProcess;
let load: CloudLoad;

const faults = { rate: 0.1, kinds: ['429', '503', 'timeout', 'drop'] as const, seed: 7 };

beforeAll(async () => {
  buildWhatIsStale();
  provider = await startShoppingProvider(() => 'good');
  house = await openCloudHouse({
    ...{ SHOPPING_ENDPOINT: `${provider.origin}/search`, SHOPPING_CACHE_SECONDS: '0' },
    ...{ TASK_CONCURRENCY: '0', TASK_MAX_ATTEMPTS: '50' },
  });
  instances = await Promise.all([house.startApi(), house.startApi()]);
  worker = await house.startWorker({ TASK_CONCURRENCY: '4' });
  const [first] = instances;
  if (first === undefined) throw new Error('it has been started');
  const items = Array.from({ length: 12 }, (_, at) => ({ id: `item-${at}`, name: `Mug ${at}` }));
  await shopClient(first).body(200, 'POST', '/items', items);
  load = startCloudLoad(instances);
}, 120_000);
afterAll(async () => {
  await house.close();
  await provider.close();
});

const eventually = (read: () => unknown, timeout = 60_000) =>
  expect.poll(read, { timeout, interval: 200 });

/** So many more of each are acknowledged, whatever the weather. */
async function workGoesOn(events: number, tasks: number): Promise<void> {
  const before = { events: load.events.length, tasks: load.tasks.length };
  await eventually(() => load.events.length).toBeGreaterThanOrEqual(before.events + events);
  await eventually(() => load.tasks.length).toBeGreaterThanOrEqual(before.tasks + tasks);
}

/** As whoever looks after processes does, where a start meets too many faults in a row. */
async function startWorkerAgain(attempts = 5): Promise<LocalProcess> {
  try {
    return await house.startWorker({ TASK_CONCURRENCY: '4' });
  } catch (error) {
    if (attempts === 1) throw error;
    return startWorkerAgain(attempts - 1);
  }
}

const heardOf = (event: string) =>
  house.servers.ingestion.of('EventData').filter(({ data }) => data.baseData.name === event).length;

test('work goes on while one request in ten to Cosmos DB fails or is never answered', async () => {
  await workGoesOn(20, 4);
  await house.servers.cosmos.faults({ ...faults, kinds: [...faults.kinds] });
  await workGoesOn(100, 15);
}, 120_000);

test('Cosmos DB that is down is left alone, and is back once it is up again', async () => {
  await house.servers.cosmos.kill();
  await eventually(() => heardOf('cosmos db is left alone')).toBeGreaterThanOrEqual(1);
  await house.servers.cosmos.restart();
  await workGoesOn(50, 5);
  await eventually(() => heardOf('cosmos db is back')).toBeGreaterThanOrEqual(1);
}, 120_000);

test('Service Bus and Storage that start again, and a worker that dies, stop nobody for long', async () => {
  const { broker, blobs } = house.servers;
  await house.end(worker);
  await startWorkerAgain();
  await broker.restart();
  await workGoesOn(30, 5);
  await blobs.kill();
  await workGoesOn(30, 3);
  await blobs.start();
  await workGoesOn(30, 5);
}, 120_000);

test('what was acknowledged is there, once, and no task had two effects or none', async () => {
  await house.servers.cosmos.faults({ rate: 0, kinds: [], seed: 0 });
  await load.stop();
  expect(load.improper).toEqual([]);
  // Lists come from what each instance has in memory: shoppers notice nothing.
  const listed = [...load.statuses.keys()].filter((line) => line.startsWith('GET recommendations'));
  expect(listed).toEqual(['GET recommendations 200']);

  expect((await eventIds()).toSorted()).toEqual(load.events.toSorted());
  for (const client of instances.map(shopClient)) {
    await eventually(() => client.body(200, 'GET', '/stats')).toMatchObject({
      ...{ total_events: load.events.length, total_items: 12 },
    });
    for (const [id, price] of load.prices)
      expect(await client.body(200, 'GET', `/items/${id}`)).toMatchObject({ price });
    const { task_id: id } = await client.body<JobBody>(
      ...([202, 'POST', '/v1/recommendations', { limit: 2 }, latecomer] as const),
    );
    expect(await client.ended(`/tasks/${id}`, latecomer)).toMatchObject({ status: 'completed' });
    expect(await client.body(200, 'GET', '/health')).toMatchObject({ status: 'ok' });
    await expectOneEach(client);
  }
}, 120_000);

const latecomer = newSession();

/** An order whose answer was lost and that was sent again is one order; a task ends once, in one way. */
async function expectOneEach(client: ShopClient): Promise<void> {
  const endings = endingsIn(house.logs());
  for (const { id, session, ended } of load.tasks) {
    expect(['completed', 'cancelled']).toContain(ended.status);
    expect(endings.get(id)?.length ?? 0).toBeLessThanOrEqual(1);
    const { tasks } = await client.body<{ readonly tasks: readonly JobBody[] }>(
      ...([200, 'GET', '/tasks', undefined, session] as const),
    );
    expect(tasks).toMatchObject([{ task_id: id, status: ended.status }]);
  }
}

/** All that happened, as the service tells it. */
async function eventIds(): Promise<readonly string[]> {
  const { endpoint, key, database } = house.servers.cosmos;
  const connection = await openCosmos({
    ...{ endpoint, key, database, tenant: 'default' },
    ...{ telemetry: new RecordedTelemetry(), random: Math.random },
  });
  const { changes } = await openCosmosShop(connection, { newId: () => 'reader' });
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await changes.after(cursor, 1_000);
    ids.push(...page.changes.flatMap((change) => (change.kind === 'event' ? change.event.id : [])));
    ({ cursor, hasMore } = page);
  }
  await connection.close();
  return ids;
}
