import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ProviderMood,
  type ShoppingProvider,
  startShoppingProvider,
} from '../support/flaky-shopping-provider.js';
import { buildWhatIsStale } from '../support/local-process.js';
import { fewItems, openTaskProcesses, type TaskProcesses } from '../support/task-processes.js';

let provider: ShoppingProvider;
let processes: TaskProcesses;
let mood: ProviderMood;

beforeAll(buildWhatIsStale);
beforeEach(async () => {
  mood = 'good';
  provider = await startShoppingProvider(() => mood);
  processes = await openTaskProcesses({
    ...{ SHOPPING_ENDPOINT: `${provider.origin}/search`, SHOPPING_TIMEOUT_SECONDS: '30' },
  });
  await processes.startApi();
  await processes.asking('a-session-of-some-length', 'POST', '/items', fewItems);
});
afterEach(async () => {
  await processes.close();
  await provider.close();
});

describe('A task whose worker is another process', () => {
  it('is completed with live offers', async () => {
    await processes.startWorker();
    const { session, id, answer } = await processes.begin();
    expect(answer).toMatchObject({ status: 202, body: { status: 'pending', api_version: 'v1' } });
    const { data, status } = await processes.ended(session, id);
    expect(status).toBe('completed');
    expect(data).toHaveLength(2);
    expect(data?.[0]?.offers).toHaveLength(3);
  });

  it('is completed by the next worker when the first is killed in the middle', async () => {
    mood = 'hang';
    const first = await processes.startWorker();
    const { session, id } = await processes.begin();
    await provider.lookUps(2);
    await processes.kill(first);
    mood = 'good';
    await processes.startWorker();
    expect(await processes.ended(session, id)).toMatchObject({ status: 'completed', attempt: 2 });
  });

  it('outlives the API, and so does its result', async () => {
    mood = 'hang';
    await processes.close();
    processes = await openTaskProcesses({ SHOPPING_ENDPOINT: `${provider.origin}/search` });
    const api = await processes.startApi({ TASK_CONCURRENCY: '4', SHOPPING_TIMEOUT_SECONDS: '30' });
    await processes.asking('a-session-of-some-length', 'POST', '/items', fewItems);
    const { session, id } = await processes.begin();
    await provider.lookUps(2);
    await processes.kill(api);
    mood = 'good';
    const second = await processes.startApi({ TASK_CONCURRENCY: '4' });
    const done = await processes.ended(session, id);
    expect(done).toMatchObject({ status: 'completed', attempt: 2 });
    await processes.kill(second);
    await processes.startApi();
    expect((await processes.asking(session, 'GET', `/tasks/${id}`)).body).toEqual(done);
  });

  it('stops at once when cancelled: its look-ups are let go and it never has data', async () => {
    mood = 'hang';
    await processes.startWorker();
    const { session, id } = await processes.begin();
    await provider.lookUps(2);
    const asked = await processes.asking(session, 'DELETE', '/v1/recommendations');
    expect(asked.status).toBe(202);
    await provider.lookUps(0);
    const ended = await processes.ended(session, id);
    expect(ended).toMatchObject({ status: 'cancelled', error: 'a stop was asked for' });
    expect(ended).not.toHaveProperty('data');
    const again = await processes.asking(session, 'DELETE', `/tasks/${id}`);
    expect(again).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  });

  it('ends completed once of fifty started at the same time', async () => {
    await processes.startWorker();
    await processes.startWorker();
    const session = 'the-same-session-for-all';
    mood = 'slow';
    const begun = await Promise.all(Array.from({ length: 50 }, () => processes.begin(session)));
    const ended = await Promise.all(begun.map(({ id }) => processes.ended(session, id)));
    const statuses = ended.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array(49).fill('cancelled'), 'completed']);
    expect(ended.filter(({ data }) => data !== undefined)).toHaveLength(1);
  });

  it('sees what its session did the moment before', async () => {
    await processes.startWorker();
    const session = 'a-session-that-looks-at-mugs';
    const event = { session_id: session, item_id: 'mug-3', type: 'order' };
    await processes.asking(session, 'POST', '/events', event);
    const { id } = await processes.begin(session, 'v2', { limit: 12 });
    const { data } = await processes.ended(session, id);
    const items = data?.map(({ item_id }) => item_id);
    expect(items).toHaveLength(11);
    expect(items).not.toContain('mug-3');
  });

  it('never fails for a provider that does, and says what is missing', async () => {
    await processes.startWorker();
    for (const fault of ['error', 'garbage', 'huge', 'reset', 'refusal'] as const) {
      mood = fault;
      const { session, id } = await processes.begin();
      const { status, data } = await processes.ended(session, id);
      expect(status).toBe('completed');
      expect(data?.[0]).toMatchObject({ offers: [] });
      expect(data?.[0]?.note).toContain('no live offers');
      expect(data?.[0]?.name).toMatch(/^Mug number/);
    }
    await expect.poll(() => provider.openLookUps).toBe(0);
  });

  it('is followed as it happens, though another process runs it', async () => {
    mood = 'hang';
    await processes.startWorker();
    const { session, id } = await processes.begin();
    const seen: string[] = [];
    for await (const event of processes.events(session, id)) {
      seen.push(event);
      if (event.includes('Looking up offers'))
        await processes.asking(session, 'DELETE', `/tasks/${id}`);
    }
    expect(seen[0]).toMatch(/^id: \d+\nevent: progress\ndata: /);
    expect(seen.at(-1)).toMatch(/event: end\ndata: .*"cancelled"/);
  });
});
