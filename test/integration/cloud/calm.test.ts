import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBlobs } from '../../../shared/adapters/cloud/blob/account.js';
import { idsOf, type ListAnswer, type PageAnswer } from '../../support/answers.js';
import { items as itemsOfCircle, walks } from '../../support/circular-shop.js';
import { type CloudHouse, openCloudHouse } from '../../support/cloud-house.js';
import {
  type ShoppingProvider,
  startShoppingProvider,
} from '../../support/flaky-shopping-provider.js';
import { buildWhatIsStale, type LocalProcess } from '../../support/local-process.js';
import { quarters } from '../../support/pictures.js';
import {
  type JobBody,
  newSession,
  type ShopClient,
  shopClient,
} from '../../support/shop-client.js';

let house: CloudHouse;
let provider: ShoppingProvider;
let isProviderDown = false;
/** Searches its vectors in memory; the other asks the service. */
let one: ShopClient;
let other: ShopClient;
let worker: LocalProcess;

const shoppers = 400;
const visits = walks({ shoppers, stride: 1, from: 0 }).length;

beforeAll(async () => {
  buildWhatIsStale();
  provider = await startShoppingProvider(() => (isProviderDown ? 'hang' : 'good'));
  house = await openCloudHouse({
    ...{ SHOPPING_ENDPOINT: `${provider.origin}/search`, SHOPPING_TIMEOUT_SECONDS: '30' },
    ...{ SHOPPING_CACHE_SECONDS: '0', TASK_CONCURRENCY: '0' },
  });
  const source = await uploadVisits();
  const [memory, cosmos] = await Promise.all([
    house.startApi(),
    house.startApi({ VECTOR_SEARCH: 'cosmos', ...source }),
  ]);
  [one, other] = [shopClient(memory), shopClient(cosmos)];
  worker = await house.startWorker({ TASK_CONCURRENCY: '4' });
}, 120_000);
afterAll(async () => {
  await house.close();
  await provider.close();
});

const blobService = () =>
  openBlobs({ kind: 'emulator', connection: house.servers.blobs.connectionString });

/** As a pipeline leaves them in a datastore; says where. */
async function uploadVisits() {
  const container = blobService().getContainerClient('datasets');
  await container.create();
  const rows = walks({ shoppers, stride: 1, from: 0 }).flatMap((change) =>
    change.kind === 'event'
      ? [
          `${change.event.userId},${change.event.itemId},view,${1_700_000_000_000 + change.event.ts}`,
        ]
      : [],
  );
  const file = ['user,item,type,time', ...rows].join('\n');
  await container.getBlockBlobClient('visits/one.csv').upload(file, Buffer.byteLength(file));
  return {
    DATA_SOURCE_URL: `${container.url}/visits/`,
    ...{ DATA_SOURCE_FORMAT: 'csv', DATA_SOURCE_SCHEDULE: '* * * * * *' },
  };
}

/** Of one colour, in the app's own container; its address. */
async function uploadPicture(name: string): Promise<string> {
  const container = blobService().getContainerClient('images');
  await container.createIfNotExists();
  const blob = container.getBlockBlobClient(`${name}.png`);
  const picture = await quarters(name).png().toBuffer();
  await blob.upload(picture, picture.length);
  return blob.url;
}

const eventually = (read: () => unknown) => expect.poll(read, { timeout: 30_000, interval: 100 });

const statsOf = (client: ShopClient) =>
  client.body<{ readonly total_events: number; readonly total_items: number }>(
    200,
    'GET',
    '/stats',
  );

test('a data set in Blob Storage is imported by itself, and each instance knows it', async () => {
  for (const client of [one, other])
    await eventually(async () => (await statsOf(client)).total_events).toBe(visits);
  const { tasks } = await one.body<{ readonly tasks: readonly JobBody[] }>(
    ...[200, 'GET', '/admin/tasks'],
  );
  expect(tasks.filter(({ kind }) => kind === 'import')).toHaveLength(1);
});

test('what is written on one is read on the other at once by its token, and a list costs at most 6 request units', async () => {
  const items = Array.from({ length: itemsOfCircle }, (_, at) => ({
    ...{ id: `i${at}`, name: `Enamel mug ${at}`, categories: ['mugs'], price: 1 + at },
  }));
  expect(await one.body(200, 'POST', '/items', items)).toMatchObject({ rejected: [] });
  // Who asks pays for reading what others wrote just now, too: here that is to be the visit alone.
  await eventually(async () => (await statsOf(other)).total_items).toBe(items.length);
  for (let visit = 0; visit < 5; visit += 1) {
    const seen = { user_id: 'ada', item_id: `i${visit}`, type: 'view' };
    const { consistency } = await one.body<{ readonly consistency: string }>(
      ...[200, 'POST', '/events', [{ ...seen, id: `ada-${visit}` }]],
    );
    const token = { 'x-consistency-token': consistency };
    const { headers, body } = await other.ask('GET', '/recommendations/ada', undefined, token);
    expect(idsOf(body as PageAnswer)).toContain(`i${visit + 1}`);
    expect(Number(headers.get('x-request-charge'))).toBeGreaterThan(0);
    // The visit has to be read first.
    expect(Number(headers.get('x-request-charge'))).toBeLessThanOrEqual(10);
  }
  const { headers } = await other.ask('GET', '/recommendations/ada?diversity=0.1');
  expect(Number(headers.get('x-request-charge') ?? 0)).toBeLessThanOrEqual(6);
});

test('a task begun on one is done by the worker, and read on the other', async () => {
  const session = newSession();
  const { task_id: id } = await one.body<JobBody>(
    ...[202, 'POST', '/v1/recommendations', { limit: 2 }, session],
  );
  const task = await other.ended(`/tasks/${id}`, session);
  expect(task).toMatchObject({ status: 'completed', attempt: 1 });
  expect(task.data).toHaveLength(2);
});

test('a task is cancelled by the other while it waits for somebody else', async () => {
  isProviderDown = true;
  const session = newSession();
  const { task_id: id } = await one.body<JobBody>(
    ...[202, 'POST', '/v1/recommendations', { limit: 2 }, session],
  );
  await eventually(() => provider.openLookUps).toBeGreaterThan(0);
  await other.body(202, 'DELETE', `/tasks/${id}`, undefined, session);
  expect(await one.ended(`/tasks/${id}`, session)).toMatchObject({ status: 'cancelled' });
  await eventually(() => provider.openLookUps).toBe(0);
  isProviderDown = false;
});

const loadedBy = async (client: ShopClient) =>
  (await client.body<{ readonly loaded_version: string }>(200, 'GET', '/admin/model-status'))
    .loaded_version;

/** What it has paid so far to read what happened in the shop, as it says itself. */
const paidForHistory = (process: LocalProcess) =>
  process
    .stderr()
    .split('\n')
    .filter((line) => line.includes('"query docs in shop"'))
    .map((line) => (JSON.parse(line) as { readonly requestUnits: number }).requestUnits)
    .reduce((sum, requestUnits) => sum + requestUnits, 0);

test('what one trains, the other loads, and so does an instance that starts later', async () => {
  const { task_id: id } = await one.body<JobBody>(202, 'POST', '/admin/retrain');
  const job = await other.ended(`/admin/tasks/${id}`);
  expect(job).toMatchObject({ status: 'completed', attempt: 1 });
  const { version } = job.result ?? {};
  // Whether it is better than counting is not the question here.
  await other.body(200, 'POST', `/admin/models/${version}/activate`);
  for (const client of [one, other]) await eventually(() => loadedBy(client)).toBe(version);

  const { origin, process } = await house.startApi();
  // All of it costs more than 100; most lies in Blob Storage.
  expect(paidForHistory(process)).toBeLessThan(30);
  const third = shopClient({ origin });
  const { total_events, total_items } = await statsOf(one);
  expect(await statsOf(third)).toMatchObject({ total_events, total_items });
  await eventually(() => loadedBy(third)).toBe(version);
  const asked = ['GET', '/items/i7/similar?limit=5'] as const;
  expect(idsOf(await third.body<ListAnswer>(200, ...asked))).toEqual(
    idsOf(await one.body<ListAnswer>(200, ...asked)),
  );
  expect(await house.end(process, 'SIGTERM')).toBe(0);
});

const found = async (client: ShopClient, query: string) => {
  const { results } = await client.body<{
    readonly results: readonly { readonly item_id: string }[];
  }>(200, 'POST', '/search', { query });
  return results.map(({ item_id: id }) => id);
};

/** The products that look most like such a picture. */
async function similarTo(client: ShopClient, name: string): Promise<readonly string[]> {
  const form = new FormData();
  form.append('file', new Blob([await quarters(name).jpeg().toBuffer()]), 'photo.jpg');
  form.append('top_k', '1');
  const response = await fetch(`${client.origin}/api/search_similar`, {
    method: 'POST',
    body: form,
  });
  const rows = (await response.json()) as readonly { readonly product_id: string }[];
  return rows.map(({ product_id: id }) => id);
}

test('words and pictures are found in memory and by the service alike, until the item is removed', async () => {
  const looks = { red: 'rrrr', blue: 'bbbb' };
  for (const [id, look] of Object.entries(looks)) {
    const item = { name: `Scarlet bowl in ${id}`, image_url: await uploadPicture(look) };
    await one.body(200, 'PUT', `/items/${id}`, item);
  }
  const { task_id: id } = await one.body<JobBody>(202, 'POST', '/admin/sync-vectors');
  expect(await other.ended(`/admin/tasks/${id}`)).toMatchObject({
    ...{ status: 'completed', result: { failed: 0 } },
  });
  for (const client of [one, other]) {
    await eventually(() => similarTo(client, 'rrrr')).toEqual(['red']);
    await eventually(() => similarTo(client, 'bbbb')).toEqual(['blue']);
    const ids = await found(client, 'scarlet bowls');
    expect(ids.slice(0, 2).toSorted()).toEqual(['blue', 'red']);
  }
  await one.body(204, 'DELETE', '/items/red');
  await eventually(() => found(other, 'scarlet bowls')).not.toContain('red');
  await eventually(() => similarTo(other, 'rrrr')).not.toContain('red');
  expect((await other.ask('GET', '/items/red')).status).toBe(404);
});

test('who is erased on one is nobody on the other', async () => {
  await one.body(200, 'PUT', '/users/ada', { features: { age: 36 } });
  await other.body(200, 'GET', '/users/ada');
  await one.body(204, 'DELETE', '/users/ada');
  await eventually(async () => (await other.ask('GET', '/users/ada')).status).toBe(404);
  await eventually(async () => (await statsOf(other)).total_events).toBe(visits);
});

test('Application Insights is told of each role, in one correlation, and never of a key', async () => {
  const { ingestion, cosmos, blobs } = house.servers;
  expect(await house.end(worker, 'SIGTERM')).toBe(0);
  const roles = new Set(ingestion.envelopes.map(({ tags }) => tags['ai.cloud.role']));
  expect([...roles].toSorted()).toEqual(['tastemaker-api', 'tastemaker-worker']);
  const operations = (role: string) =>
    ingestion.envelopes
      .filter(({ tags }) => tags['ai.cloud.role'] === role)
      .flatMap(({ tags }) => tags['ai.operation.id'] ?? []);
  const ofApi = new Set(operations('tastemaker-api'));
  expect(operations('tastemaker-worker').filter((id) => ofApi.has(id))).not.toEqual([]);
  const told = ingestion.bodies.join('\n');
  expect(told).not.toContain(cosmos.key);
  expect(told).not.toContain(/AccountKey=([^;]+)/.exec(blobs.connectionString)?.[1]);
});
