import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../../../support/call.js';
import { serveTasks, type TaskApi } from '../../../../support/task-api.js';

const ann = 'ann-is-a-session-of-hers';
const bob = 'bob-is-a-session-of-his';

let api: TaskApi;
beforeEach(async () => {
  api = await serveTasks({ maxPending: 3 });
});
afterEach(() => api.close());

const idOf = ({ body }: { readonly body: unknown }) =>
  (body as { readonly task_id: string }).task_id;

/** Begins a task of Ann's, and completes it. */
async function completed(): Promise<string> {
  const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
  const product = { name: 'Blue mug', price: 3 };
  const item = { itemId: 'mug', score: 1, reason: 'new', product, offers: [] };
  const run = async () => ({ result: { model: 'gru', items: [item] } });
  await api.runner({ 'recommend-v1': { run } })(id, new AbortController().signal);
  return id;
}

describe('Starting a task', () => {
  it('answers where to look and when, and gives a stranger a session', async () => {
    const answer = await call(api, 'POST', '/v1/recommendations');
    const id = idOf(answer);
    expect(answer).toMatchObject({
      status: 202,
      body: { task_id: id, status: 'pending', api_version: 'v1' },
    });
    expect(answer.headers.get('location')).toBe(`/api/tasks/${id}`);
    expect(answer.headers.get('retry-after')).toBe('1');
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const seen = await call(api, 'GET', '/v1/recommendations', undefined, { cookie });
    expect(idOf(seen)).toBe(id);
    expect(seen.headers.get('retry-after')).toBe('1');
    expect((await call(api, 'GET', `/tasks/${id}`)).status).toBe(404);
  });

  it('keeps the two versions apart', async () => {
    await api.as(ann)('POST', '/v1/recommendations', { limit: 5, filter: 'price < 30' });
    expect((await api.as(ann)('GET', '/v2/recommendations')).status).toBe(404);
    const second = idOf(await api.as(ann)('POST', '/v2/recommendations', {}));
    expect((await api.as(ann)('GET', '/v2/recommendations')).body).toMatchObject({
      ...{ task_id: second, api_version: 'v2', status: 'pending', progress: 0 },
    });
  });

  it('gives a repeated request its task again, and refuses another with the same key', async () => {
    const key = { 'idempotency-key': 'order-66' };
    const first = await api.as(ann)('POST', '/v1/recommendations', { limit: 3 }, key);
    const again = await api.as(ann)('POST', '/v1/recommendations', { limit: 3 }, key);
    expect(again.status).toBe(202);
    expect(idOf(again)).toBe(idOf(first));
    for (const [path, body] of [
      ['/v1/recommendations', { limit: 4 }],
      ['/v2/recommendations', { limit: 3 }],
    ] as const)
      expect((await api.as(ann)('POST', path, body, key)).status).toBe(409);
  });

  it('is refused with a time to come back while too many wait', async () => {
    for (const n of [1, 2, 3]) await api.as(`${ann}-${n}`)('POST', '/v1/recommendations');
    const refused = await api.as(ann)('POST', '/v1/recommendations');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
  });

  it.each<readonly [unknown, string]>([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ limit: 'x' }, 'limit'],
    [{ filter: 'prize < 3' }, 'filter'],
    [{ filter: 'price <' }, 'filter'],
    [{ colour: 'blue' }, 'colour'],
    [[], ''],
  ])('refuses %j and names what is wrong', async (body, path) => {
    const { status, body: problem } = await api.as(ann)('POST', '/v1/recommendations', body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ errors: [{ path }] });
    expect((await api.as(ann)('GET', '/v1/recommendations')).status).toBe(404);
  });

  it('refuses keys and sessions that are none', async () => {
    for (const headers of [
      { 'idempotency-key': 'x'.repeat(201) },
      { 'x-session-id': 'short' },
      { 'x-session-id': 'x'.repeat(129) },
      { 'x-session-id': 'not a session at all' },
    ]) {
      const refused = await api.as(ann)('POST', '/v1/recommendations', {}, headers);
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({ errors: [{ path: Object.keys(headers)[0] }] });
    }
  });

  it('knows two versions', async () => {
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await api.as(ann)(method, '/v3/recommendations')).status).toBe(404);
  });
});

describe("A session's task", () => {
  it('shows its data once completed, and stays as it is when stopped after that', async () => {
    const id = await completed();
    const done = await api.as(ann)('GET', `/tasks/${id}`);
    expect(done.body).toMatchObject({
      ...{ status: 'completed', progress: 1, model: 'gru', attempt: 1 },
      data: [{ item_id: 'mug', name: 'Blue mug', price: 3, reason: 'new', offers: [] }],
    });
    expect(done.headers.get('retry-after')).toBeNull();
    const stopped = await api.as(ann)('DELETE', `/tasks/${id}`);
    expect(stopped).toMatchObject({ status: 200, body: done.body as object });
  });

  it('is stopped once, with 200 from then on, and says why', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    expect((await api.as(ann)('DELETE', '/v1/recommendations')).status).toBe(202);
    for (const path of ['/v1/recommendations', `/tasks/${id}`])
      expect(await api.as(ann)('DELETE', path)).toMatchObject({
        status: 200,
        body: { status: 'cancelled', error: 'a stop was asked for' },
      });
  });

  it('is to others as if it were not', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    const about = async (method: string, path: string) => {
      const { status, body } = await api.as(bob)(method, path);
      return { status, detail: (body as { readonly detail: string }).detail };
    };
    for (const [method, end] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/events'],
    ] as const) {
      const foreign = await about(method, `/tasks/${id}${end}`);
      expect(foreign.status).toBe(404);
      expect(foreign).toEqual(await about(method, `/tasks/nothing-at-all${end}`));
    }
    expect((await api.as(bob)('DELETE', '/v1/recommendations')).status).toBe(404);
    expect((await api.as(bob)('GET', '/tasks')).body).toEqual({ tasks: [] });
    expect((await api.as(ann)('GET', `/tasks/${id}`)).body).toMatchObject({ status: 'pending' });
  });

  it('is listed newest first, in pages that never repeat one', async () => {
    const ids: string[] = [];
    for (const _ of [1, 2, 3]) ids.unshift(idOf(await api.as(ann)('POST', '/v1/recommendations')));
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await api.as(ann)('GET', `/tasks?limit=2${cursor}`);
      const page = body as { tasks: readonly { task_id: string }[]; next_cursor?: string };
      seen.push(...page.tasks.map(({ task_id }) => task_id));
      if (page.next_cursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    expect(seen).toEqual(ids);
    const pending = await api.as(ann)('GET', '/tasks?status=pending');
    expect(pending.body).toMatchObject({ tasks: [{ task_id: ids[0] }] });
  });

  it.each(['status=running', 'cursor=nonsense', 'limit=0', 'colour=blue'])(
    'is not listed by %s',
    async (query) => {
      expect((await api.as(ann)('GET', `/tasks?${query}`)).status).toBe(400);
    },
  );
});

describe('Following a task', () => {
  it('of one that has ended sends the end and closes, and nothing to who has seen it', async () => {
    const id = await completed();
    const all = await api.as(ann)('GET', `/tasks/${id}/events`);
    expect(all.headers.get('content-type')).toBe('text/event-stream');
    const event = /^id: (\d+)\nevent: end\ndata: (.*)\n\n$/.exec(String(all.body));
    expect(JSON.parse(event?.[2] ?? '')).toMatchObject({ task_id: id, status: 'completed' });
    const seen = { 'last-event-id': event?.[1] ?? '' };
    expect((await api.as(ann)('GET', `/tasks/${id}/events`, undefined, seen)).status).toBe(204);
  });

  it('tells a change that comes later, then closes', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    const following = api.as(ann)('GET', `/tasks/${id}/events`);
    const stopping = api.as(ann)('DELETE', `/tasks/${id}`);
    const [{ body }] = await Promise.all([following, stopping]);
    expect(String(body)).toMatch(/event: end\ndata: .*"cancelled".*\n\n$/);
  });

  it('is over at once for a client that goes', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    const leaving = new AbortController();
    const headers = { 'x-session-id': ann };
    const address = `${api.origin}/api/tasks/${id}/events`;
    const { body } = await fetch(address, { headers, signal: leaving.signal });
    const reader = body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain(
      'event: progress',
    );
    leaving.abort();
    await reader?.closed.catch(() => undefined);
    // A server that still had it open would not close.
    await api.close();
    api = await serveTasks();
  });

  it('refuses an event id that is none', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    const headers = { 'last-event-id': 'yesterday' };
    const refused = await api.as(ann)('GET', `/tasks/${id}/events`, undefined, headers);
    expect(refused.status).toBe(400);
  });
});

describe("The keeper's view", () => {
  it("shows the shop's own work, and sessions' tasks where they are asked for", async () => {
    const wish = { kind: 'retrain', owner: '/shop', request: {} } as const;
    const { task } = await api.manageTasks.start(wish);
    const session = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    const listed = await call(api, 'GET', '/admin/tasks');
    expect(listed.body).toMatchObject({ tasks: [{ task_id: task.id, kind: 'retrain' }] });
    const asked = await call(api, 'GET', '/admin/tasks?kind=recommend-v1');
    expect(asked.body).toMatchObject({ tasks: [{ task_id: session }] });
    expect(JSON.stringify(asked.body)).not.toContain(ann);
  });

  it('stops whatever it shows, and follows it to the end', async () => {
    const id = idOf(await api.as(ann)('POST', '/v1/recommendations'));
    expect((await call(api, 'DELETE', `/admin/tasks/${id}`)).status).toBe(202);
    expect((await call(api, 'DELETE', `/admin/tasks/${id}`)).status).toBe(200);
    expect((await call(api, 'GET', `/admin/tasks/${id}`)).body).toMatchObject({
      ...{ status: 'cancelled', reason: 'a stop was asked for' },
    });
    const { body } = await call(api, 'GET', `/admin/tasks/${id}/events`);
    expect(String(body)).toContain('event: end');
    expect((await call(api, 'GET', '/admin/tasks/nothing')).status).toBe(404);
  });
});
