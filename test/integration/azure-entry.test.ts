import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FunctionsWorker, type WorkerRequest } from '../support/functions-worker.js';

const worker = new FunctionsWorker();
let folder: string;
let uninstall: () => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  Object.assign(process.env, { DATA_DIR: folder, SAMPLE_SHOP: 'off', LOG_LEVEL: 'silent' });
  uninstall = worker.install();
  await import('../../functions/main.js');
  await worker.start();
});
afterAll(async () => {
  await worker.terminate();
  uninstall();
  await rm(folder, { recursive: true });
});

async function ask(name: string, request: WorkerRequest) {
  const { body, ...answer } = await worker.ask(name, request);
  return { ...answer, body: body === '' ? undefined : JSON.parse(body) };
}
const headers = { 'content-type': 'application/json' };

test('the entry file registers a function for every route, open to the host for every method', () => {
  const bindings = [...worker.functions.values()].map(({ metadata }) => metadata.bindings);
  const triggers = bindings.flatMap((each) => Object.values(each)).filter(({ route }) => route);
  const routes = triggers.map(({ route }) => route);
  expect(routes).toEqual(expect.arrayContaining(['items', 'events', 'recommend', '{*rest}']));
  expect(new Set(routes).size).toBe(routes.length);
  for (const { authLevel, methods } of triggers) {
    expect(authLevel).toBe('anonymous');
    expect(methods).toHaveLength(7);
  }
});

test('an event that one function takes is in the very next answer of another', async () => {
  const items = JSON.stringify([
    { id: 'mug', name: 'Mug', categories: ['Mugs'] },
    { id: 'cup', name: 'Cup', categories: ['Mugs'] },
  ]);
  expect(
    (await ask('items', { method: 'POST', url: '/api/items', headers, body: items })).body,
  ).toEqual({
    accepted: 2,
    rejected: [],
  });
  const event = JSON.stringify({ session_id: 's', item_id: 'mug', type: 'view' });
  const sent = await ask('events', { method: 'POST', url: '/api/events', headers, body: event });
  expect(sent.body).toMatchObject({ accepted: 1, consistency: expect.any(String) });
  const { body } = await ask('stats', { method: 'GET', url: '/api/stats' });
  expect(body).toMatchObject({ total_items: 2, total_events: 1, total_sessions: 1 });
});

test('bad input, unknown routes and wrong methods are problems here too', async () => {
  const bad = await ask('events', { method: 'POST', url: '/api/events', headers, body: '{}' });
  expect(bad).toMatchObject({ status: 400, body: { errors: expect.any(Array) } });
  const params = { rest: 'nope' };
  expect(await ask('catch-all', { method: 'GET', url: '/api/nope', params })).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
  });
  expect(await ask('events', { method: 'GET', url: '/api/events' })).toMatchObject({
    status: 405,
    headers: { allow: 'POST, OPTIONS' },
  });
});
