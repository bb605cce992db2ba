import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { documentedApi } from '../../../../functions/http/documentation.js';
import { modelTriggers } from '../../../../functions/http/models.js';
import { call } from '../../../support/call.js';
import { openServing } from '../../../support/serving.js';

const adminKey = 'an-admin-key-for-tests';
const headers = { 'x-functions-key': adminKey };

let house: Awaited<ReturnType<typeof openServing>>;
let server: Awaited<ReturnType<typeof startLocal>>;
let process: ReturnType<typeof house.start>;
beforeEach(async () => {
  house = await openServing();
  process = house.start();
  const keys = { apiKeys: ['a-key-for-anybody-else'], adminKeys: [adminKey], corsOrigins: [] };
  const edge = { ...keys, telemetry: house.telemetry, newId: () => 'id' };
  const triggers = modelTriggers({ ...edge, manageModels: process.manage });
  const documented = documentedApi(triggers, { ...edge, version: '0.0.0' });
  server = await startLocal({ triggers: documented }, { host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await server.close();
  await process.serving.close();
  await house.close();
});

const get = (path: string) => call(server, 'GET', path, undefined, headers);
const post = (path: string) => call(server, 'POST', path, undefined, headers);
const loadedAt = new Date(1_000_000).toISOString();

test('only an admin may look at the models or change them', async () => {
  const routes = [
    ...[call(server, 'GET', '/admin/models'), call(server, 'GET', '/admin/model-status')],
    ...[
      call(server, 'POST', '/admin/reload-model'),
      call(server, 'POST', '/admin/models/v/activate'),
    ],
  ];
  for (const { status } of await Promise.all(routes)) expect(status).toBe(401);
  const asShop = { 'x-functions-key': 'a-key-for-anybody-else' };
  expect((await call(server, 'GET', '/admin/models', undefined, asShop)).status).toBe(403);
});

test('a shop without a version says so', async () => {
  expect((await get('/admin/models')).body).toEqual({ models: [] });
  expect((await get('/admin/model-status')).body).toEqual({
    ...{ status: 'none yet', serving_version: null, loaded_version: null, loaded_at: null },
    ...{ previous_reload_time: null, models: [], problem: null },
  });
  expect((await post('/admin/reload-model')).body).toEqual({
    success: true,
    message: 'no version has been published yet',
    details: {
      ...{ reloaded: false, reason: 'no version has been published yet', version: null },
      ...{ previous_reload_time: null, current_reload_time: null, num_users: 0, num_items: 0 },
    },
  });
});

test('all versions are listed, newest first, with what they were made of', async () => {
  const first = await house.publish('a');
  const second = await house.publish('b');
  const { models } = (await get('/admin/models')).body as { models: object[] };
  expect(models).toMatchObject([
    { version: second, serving: true, parent: first },
    { version: first, serving: false },
  ]);
  expect(models[1]).toEqual({
    ...{ version: first, serving: false, seed: 7 },
    created_at: expect.stringMatching(/^2026-01-31T09:30:0\d\.000Z$/),
    data: {
      ...{ from: '1970-01-01T00:00:00.001Z', to: '1970-01-01T00:00:00.002Z' },
      ...{ num_events: 30, num_users: 20, num_items: 10 },
    },
    verdict: { published: true, reason: 'better' },
    metrics: { ease: { 'ndcg@20': { mean: 0.3, low: 0.2, high: 0.4 } } },
    parameters: { ease: { l2: 100 } },
    figures: { ease: { seconds: 1 } },
    size_bytes: { ease: 5 },
    kept_from: {},
  });
});

test('a reload takes what was published, and tells when it was last done', async () => {
  const version = await house.publish('a');
  const details = {
    ...{ reloaded: true, reason: `version ${version} was loaded`, version },
    ...{ previous_reload_time: null, current_reload_time: loadedAt, num_users: 20, num_items: 10 },
  };
  expect((await post('/admin/reload-model')).body).toEqual({
    ...{ success: true, message: `version ${version} was loaded`, details },
  });
  await house.publish('b');
  house.time.now += 1_000;
  expect((await post('/admin/reload-model')).body).toMatchObject({
    details: { previous_reload_time: loadedAt, current_reload_time: '1970-01-01T00:16:41.000Z' },
  });
});

test('a version is rolled back to, and the status says how it fares', async () => {
  const first = await house.publish('a');
  await house.publish('b');
  expect(await post(`/admin/models/${first}/activate`)).toMatchObject({
    ...{ status: 200, body: { success: true, details: { reloaded: true, version: first } } },
  });
  expect((await get('/admin/model-status')).body).toEqual({
    ...{ status: 'ok', serving_version: first, loaded_version: first, loaded_at: loadedAt },
    models: [
      { name: 'ease', loaded: true, num_items: 1, answered: 0, failed: 0, last_error: null },
    ],
    ...{ previous_reload_time: null, problem: null },
  });
});

test('an unknown version is not found, and what is no name of one is not valid', async () => {
  const unknown = await post('/admin/models/20260131-000000-none/activate');
  expect(unknown).toMatchObject({
    ...{ status: 404, body: { detail: 'there is no model version 20260131-000000-none' } },
  });
  expect((await post('/admin/models/..%2Fup/activate')).status).toBe(400);
});

test('a damaged version does not fit, and the other one goes on', async () => {
  const first = await house.publish('a');
  const second = await house.publish('b');
  await post('/admin/reload-model');
  await house.damage(first);
  expect(await post(`/admin/models/${first}/activate`)).toMatchObject({
    ...{ status: 409, body: { detail: expect.stringContaining('expected the SHA-256') } },
  });
  expect((await get('/admin/model-status')).body).toMatchObject({
    ...{ status: 'ok', serving_version: second, loaded_version: second },
  });
});

test('a version that this process cannot load is told with what keeps it', async () => {
  await house.damage(await house.publish('a'));
  const problem = expect.stringContaining('shelf.json: expected the SHA-256');
  expect((await post('/admin/reload-model')).body).toMatchObject({
    ...{ success: false, message: problem, details: { reloaded: false, version: null } },
  });
  expect((await get('/admin/model-status')).body).toMatchObject({
    ...{ status: 'degraded', problem: { message: problem, at: loadedAt } },
  });
});

test('a model that failed is told of with its last error', async () => {
  await house.publish('a');
  await post('/admin/reload-model');
  const history = [{ itemId: 'broken', kind: 'view' as const, ts: 0 }];
  const model = house.newest().hosted.models.get('ease');
  await model?.rank({ history, now: 0, count: 1 }).catch(() => undefined);
  expect((await get('/admin/model-status')).body).toMatchObject({
    status: 'degraded',
    models: [{ failed: 1, last_error: { message: 'it broke', at: loadedAt } }],
  });
});

test('a manifest that cannot be read is listed with the problem', async () => {
  const version = await house.publish('a');
  await house.damageManifest(version);
  expect((await get('/admin/models')).body).toEqual({
    models: [
      { version, serving: true, problem: expect.stringContaining('format version 1, got 99') },
    ],
  });
});

test('the document describes all four routes', async () => {
  const { body } = await call(server, 'GET', '/openapi.json');
  expect(Object.keys((body as { paths: object }).paths)).toEqual(
    expect.arrayContaining([
      ...['/admin/models', '/admin/models/{version}/activate'],
      ...['/admin/reload-model', '/admin/model-status'],
    ]),
  );
});
