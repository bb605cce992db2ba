import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { documentedApi } from '../../../../functions/http/documentation.js';
import { syncTriggers } from '../../../../functions/http/sync-vectors.js';
import { makeSyncVectors } from '../../../../shared/use-cases/sync-vectors/sync-vectors.js';
import { call } from '../../../support/call.js';
import { openSyncHouse, product, type SyncHouse } from '../../../support/sync-house.js';
import { openTaskHouse, type TaskHouse } from '../../../support/task-house.js';

const adminKey = 'an-admin-key-for-tests';
const apiKey = 'a-key-for-anybody-else';

let house: SyncHouse;
let taskHouse: TaskHouse;
let server: Awaited<ReturnType<typeof startLocal>>;
beforeEach(async () => {
  house = openSyncHouse();
  taskHouse = await openTaskHouse();
  const { reportFreshness, vectors, dependencies, telemetry } = house;
  const syncVectors = makeSyncVectors({ ...taskHouse, vectors, makers: dependencies.makers });
  const keys = { apiKeys: [apiKey], adminKeys: [adminKey], corsOrigins: [] };
  const edge = { ...keys, telemetry, newId: () => 'id' };
  const triggers = documentedApi(syncTriggers({ ...edge, syncVectors, reportFreshness }), {
    ...edge,
    version: '0.0.0',
  });
  server = await startLocal({ triggers }, { host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await server.close();
  await taskHouse.close();
  house.close();
});

const post = (key = adminKey) =>
  call(server, 'POST', '/admin/sync-vectors', undefined, { 'x-functions-key': key });
const freshness = (id: string) =>
  call(server, 'GET', `/items/${encodeURIComponent(id)}/freshness`, undefined, {
    'x-functions-key': apiKey,
  });

test('a sync is begun, and its task can be watched', async () => {
  const answer = await post();
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ kind: 'sync-vectors', status: 'pending', progress: 0 });
  const { task_id: id } = answer.body as { readonly task_id: string };
  expect(answer.headers.get('location')).toBe(`/api/admin/tasks/${id}`);
  expect(answer.headers.get('retry-after')).toBe('1');
});

test('a second one is refused with the id of the first, until that has ended', async () => {
  const { task_id: id } = (await post()).body as { readonly task_id: string };
  const second = await post();
  expect(second.status).toBe(409);
  expect(second.headers.get('content-type')).toBe('application/problem+json');
  expect(second.body).toMatchObject({ detail: `a sync is under way already: task ${id}` });
  await taskHouse.manageTasks.cancel(id, undefined);
  expect((await post()).status).toBe(202);
});

test('only an admin may begin one', async () => {
  expect((await post(apiKey)).status).toBe(403);
  expect((await call(server, 'POST', '/admin/sync-vectors')).status).toBe(401);
});

test('how far an item is behind is told in seconds, by space', async () => {
  const mug = product('blue/mug', { createdAt: house.clock() - 1_500 });
  await house.put(mug);
  expect(await freshness('blue/mug')).toMatchObject({
    status: 200,
    body: { item_id: 'blue/mug', is_current: false, lag_seconds: 2, spaces: [{ kind: 'text' }] },
  });
  await house.sync();
  expect((await freshness('blue/mug')).body).toEqual({
    ...{ item_id: 'blue/mug', is_current: true, lag_seconds: 0 },
    indexed_at: '2023-11-14T22:13:20.000Z',
    spaces: [
      {
        ...{ kind: 'text', space: 'tiny-text@1/256', is_current: true },
        indexed_at: '2023-11-14T22:13:20.000Z',
      },
    ],
  });
});

test.each([
  ['nobody', 404],
  ['x'.repeat(513), 400],
])('the freshness of an unknown item is a problem: %.20s', async (id, status) => {
  expect(await freshness(id)).toMatchObject({ status, body: { status } });
});

test.each([
  ['GET', '/admin/sync-vectors', 'POST, OPTIONS'],
  ['POST', '/items/a/freshness', 'GET, HEAD, OPTIONS'],
])('%s %s is no method of it', async (method, path, allow) => {
  const answer = await call(server, method, path, undefined, { 'x-functions-key': adminKey });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allow);
});
