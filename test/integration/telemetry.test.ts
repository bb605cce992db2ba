import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runInferenceEntry } from '../support/inference-entry.js';
import {
  connectionTo,
  type Envelope,
  type IngestionServer,
  serveIngestion,
} from '../support/ingestion-server.js';
import { buildWhatIsStale, type LocalProcess } from '../support/local-process.js';
import { fewItems, openTaskProcesses, type TaskProcesses } from '../support/task-processes.js';

/** Node starts only compiled threads. */
beforeAll(buildWhatIsStale);

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function openHouse(environment: Readonly<Record<string, string>>): Promise<TaskProcesses> {
  const house = await openTaskProcesses(environment);
  ends.push(() => house.close());
  return house;
}

/** Tells a process to end, and waits until it has sent what it had to tell. */
async function stop({ child, ended }: Pick<LocalProcess, 'child' | 'ended'>): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

const newTrace = () => randomUUID().replaceAll('-', '');
const headersOf = (traceId: string) => ({
  traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
  'x-request-id': `asked-${traceId}`,
});

const ofTrace = (server: IngestionServer, traceId: string) =>
  server.envelopes.filter(({ tags }) => tags['ai.operation.id'] === traceId);
const roleOf = ({ tags }: Envelope) => tags['ai.cloud.role'];
const named = (items: readonly Envelope[], name: string) =>
  items.find(({ data }) => data.baseData.name === name);
const parentOf = (item: Envelope | undefined) => item?.tags['ai.operation.parentId'];

describe('A request', () => {
  test('is one operation in all processes it leads to: by HTTP, by queue and in the inference server', async () => {
    const insights = await serveIngestion();
    const told = { APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connection };
    const inference = await runInferenceEntry({ ...told, LOG_LEVEL: 'debug' });
    ends.push(async () => inference.child.kill('SIGKILL') && (await inference.ended));
    const house = await openHouse({ ...told, INFERENCE_URL: inference.origin });
    const api = await house.startApi();
    const [tasks, sync, search] = [newTrace(), newTrace(), newTrace()];
    const session = randomUUID();
    await house.asking(session, 'POST', '/items', fewItems);
    const worker = await house.startWorker();

    const recommended = await house.asking(
      ...[session, 'POST', '/v1/recommendations', { limit: 2 }, headersOf(tasks)],
    );
    const { task_id: id } = recommended.body as { readonly task_id: string };
    expect((await house.ended(session, id)).status).toBe('completed');
    const syncing = await house.asking(
      ...[session, 'POST', '/admin/sync-vectors', undefined, headersOf(sync)],
    );
    const job = (syncing.body as { readonly task_id: string }).task_id;
    await expect
      .poll(async () => (await house.asking(session, 'GET', `/admin/tasks/${job}`)).body)
      .toMatchObject({ status: 'completed' });
    await house.asking(session, 'POST', '/search', { query: 'a mug' }, headersOf(search));
    const scraped = await house.asking(session, 'GET', '/metrics');
    await stop(api);
    await stop(worker);
    await stop(inference);

    const queued = ofTrace(insights, tasks);
    const asked = named(queued, 'POST /{version}/recommendations');
    const done = named(queued, 'task recommend-v1');
    expect(asked && roleOf(asked)).toBe('tastemaker-api');
    expect(parentOf(asked)).toBe('b'.repeat(16));
    expect(done && roleOf(done)).toBe('tastemaker-worker');
    expect(parentOf(done)).toBe(asked?.data.baseData.id);

    for (const [traceId, root] of [
      [sync, 'task sync-vectors'],
      [search, 'POST /search'],
    ] as const) {
      const items = ofTrace(insights, traceId);
      const call = items.find(({ data }) => data.baseData.target === 'inference server');
      const served = items.find((item) => roleOf(item) === 'tastemaker-inference');
      expect(parentOf(call)).toBe(named(items, root)?.data.baseData.id);
      expect(parentOf(served)).toBe(call?.data.baseData.id);
      expect(inference.stderr()).toMatch(new RegExp(`"id":"asked-${traceId}"`));
      expect(inference.stderr()).toContain(`"traceparent":"00-${traceId}-`);
    }
    for (const traceId of [tasks, sync, search]) {
      for (const { data } of ofTrace(insights, traceId))
        expect(data.baseData.properties).toMatchObject({ requestId: `asked-${traceId}` });
    }
    expect(scraped.status).toBe(200);
    expect(scraped.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    for (const line of [
      /tastemaker_request_seconds_count\{route="\{version\}\/recommendations",method="POST",status="2xx"\} 1/,
      /tastemaker_tasks_total\{kind="sync-vectors",status="completed"\} 1/,
      /tastemaker_dependency_seconds_count\{target="inference server",.*outcome="ok"\} \d+/,
      /tastemaker_stage_seconds_count\{stage="words"\} 1/,
      /tastemaker_model_serving\{version="counting"\} 1/,
      /tastemaker_cache_requests_total\{cache="embeddings",outcome="miss"\} 1/,
      /tastemaker_vectors\{kind="text"\} 12/,
    ])
      expect(scraped.body).toMatch(line);
    const metrics = insights
      .of('MetricData')
      .map(({ data }) => data.baseData.metrics?.[0]?.name ?? '');
    expect(metrics).toEqual(expect.arrayContaining(['queue-lag-ms', 'stage-ms', 'model-serving']));
  });

  test('leaves nothing of what it says or who sent it with Application Insights', async () => {
    const insights = await serveIngestion();
    const secret = 'hunter2';
    const key = `${secret}-key-of-sixteen-or-more`;
    const house = await openHouse({
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.connection,
      ...{ API_KEYS: key, ADMIN_KEYS: `${key}-admin` },
      ...{ SHOPPING_ENDPOINT: `http://127.0.0.1:1/${secret}`, SHOPPING_KEY: secret },
      ...{ INFERENCE_URL: `http://127.0.0.1:1/${secret}`, INFERENCE_KEY: key },
    });
    const api = await house.startApi({ TASK_CONCURRENCY: '2' });
    const session = `${secret}-session-that-nobody-guesses`;
    const headers = {
      ...{ authorization: `Bearer ${key}-admin`, 'user-agent': secret },
      ...{ 'x-forwarded-for': '203.0.113.77', cookie: `who=${secret}` },
    };
    const ask = (method: string, path: string, body?: unknown) =>
      house.asking(session, method, path, body, headers);
    const item = { id: `${secret}-mug`, name: `${secret} mug`, description: secret, price: 3 };
    await ask('POST', '/items', [item, { ...item, id: 'other' }]);
    await ask('POST', '/events', {
      ...{ user_id: `ann.${secret}@example.com`, session_id: session, item_id: item.id },
      type: 'view',
    });
    const paths = ['recommendations', 'items', 'users', 'sessions', 'nothing'];
    for (const path of paths) await ask('GET', `/${path}/${secret}?q=${secret}&filter=${secret}`);
    await ask('POST', '/search', { query: `${secret} shoes` });
    await ask('POST', '/search', { query: secret, filter: `name = "${secret}` });
    await ask('POST', '/search', `{"${secret}`);
    await ask('POST', '/search_similar', { image_url: `http://127.0.0.1:1/${secret}.png` });
    await ask('POST', '/v1/embeddings', { input: secret });
    await ask('GET', `/v1/products?q=${secret}`);
    const task = await ask('POST', '/v2/recommendations', {
      limit: 2,
      filter: `not seller = '${secret}'`,
    });
    const { task_id: id } = task.body as { readonly task_id: string };
    await expect
      .poll(async () => (await ask('GET', `/tasks/${id}`)).body)
      .toMatchObject({ status: 'completed' });
    await ask('POST', '/admin/sync-vectors');
    await ask('POST', '/admin/retrain');
    await ask('DELETE', `/users/${secret}`);
    await stop(api);
    expect(insights.of('RequestData').length).toBeGreaterThan(15);
    for (const kind of ['RemoteDependencyData', 'EventData', 'MetricData'])
      expect(insights.of(kind).length).toBeGreaterThan(0);
    const all = insights.bodies.join('\n');
    for (const mark of [secret, 'ann.', 'example.com', '203.0.113.77', '127.0.0.1', 'shoes'])
      expect(all.toLowerCase()).not.toContain(mark);
    for (const { tags } of insights.envelopes) expect(tags['ai.location.ip']).toBe('0.0.0.0');
  });

  test('is answered though Application Insights is away, and so is the end', async () => {
    const away = connectionTo('http://127.0.0.1:1');
    const house = await openHouse({ APPLICATIONINSIGHTS_CONNECTION_STRING: away });
    const api = await house.startApi();
    const session = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => house.asking(session, 'GET', '/popular')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await stop(api);
  });
});
