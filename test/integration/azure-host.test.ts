import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerTriggers } from '../../functions/host/azure-triggers.js';
import { watchProxiedResponses } from '../../functions/host/proxied-responses.js';
import { call } from '../support/call.js';
import { FunctionsWorker, type WorkerRequest } from '../support/functions-worker.js';
import { type ServedShop, serveShop } from '../support/shop.js';

const worker = new FunctionsWorker();
let uninstall: () => void;
let shop: ServedShop;

beforeAll(async () => {
  shop = await serveShop();
  uninstall = worker.install();
  const { app } = await import('@azure/functions');
  app.setup({ enableHttpStream: true });
  registerTriggers(app, shop.triggers, {
    queueKind: 'embedded',
    queue: { send: async () => undefined },
    stopping: new AbortController().signal,
    reportFailure: () => undefined,
    responseOf: watchProxiedResponses(),
  });
  await worker.start();
});
afterAll(async () => {
  uninstall();
  await shop.close();
});

test('the real library takes every trigger with its route and all methods', () => {
  const routes = [...worker.functions.values()].map(({ metadata }) => metadata.bindings);
  const triggers = routes.map((bindings) => Object.values(bindings)[0]);
  expect(triggers.map((trigger) => trigger?.route)).toEqual(
    shop.triggers.map((trigger) => trigger.route),
  );
  expect(triggers.every((trigger) => trigger?.type === 'httpTrigger')).toBe(true);
});

interface Case {
  readonly title: string;
  readonly name: string;
  readonly request: WorkerRequest;
}

const json = { 'content-type': 'application/json' };
const mug = JSON.stringify({ id: 'a/b ü', name: 'Mug' });
const cases: readonly Case[] = [
  {
    title: 'a posted item',
    name: 'items',
    request: { method: 'POST', url: '/api/items', headers: json, body: mug },
  },
  {
    title: 'an item whose id has a slash, which the host leaves encoded',
    name: 'item',
    request: { method: 'GET', url: '/api/items/a%2Fb%20%C3%BC', params: { id: 'a%2Fb ü' } },
  },
  {
    title: 'malformed JSON',
    name: 'items',
    request: { method: 'POST', url: '/api/items', headers: json, body: '{' },
  },
  {
    title: 'a limit given twice',
    name: 'items',
    request: { method: 'GET', url: '/api/items?limit=1&limit=2' },
  },
  {
    title: 'a name of the route in the query',
    name: 'item',
    request: { method: 'GET', url: '/api/items/none?id=a', params: { id: 'none' } },
  },
  {
    title: 'a body that is larger than may be',
    name: 'items',
    request: { method: 'POST', url: '/api/items', headers: json, body: ' '.repeat(20_000_000) },
  },
  {
    title: 'a body that turns out larger than may be',
    name: 'items',
    request: {
      method: 'POST',
      url: '/api/items',
      headers: { ...json, 'transfer-encoding': 'chunked' },
      body: ' '.repeat(20_000_000),
    },
  },
  {
    title: 'a body that nobody reads',
    name: 'items',
    request: { method: 'DELETE', url: '/api/items', headers: json, body: ' '.repeat(1_000_000) },
  },
  {
    title: 'an empty body',
    name: 'items',
    request: { method: 'POST', url: '/api/items', headers: json, body: '' },
  },
  {
    title: 'no body',
    name: 'items',
    request: { method: 'POST', url: '/api/items' },
  },
  {
    title: 'an unknown item',
    name: 'item',
    request: { method: 'GET', url: '/api/items/none', params: { id: 'none' } },
  },
  {
    title: 'a method that the route does not take',
    name: 'items',
    request: { method: 'DELETE', url: '/api/items' },
  },
  {
    title: 'a route that does not exist',
    name: 'catch-all',
    request: { method: 'GET', url: '/api/nothing/here', params: { rest: 'nothing/here' } },
  },
  { title: 'the index', name: 'catch-all', request: { method: 'GET', url: '/api/' } },
  { title: 'a page', name: 'docs', request: { method: 'GET', url: '/api/docs' } },
  { title: 'a head', name: 'liveness', request: { method: 'HEAD', url: '/api/healthz' } },
  { title: 'a preflight', name: 'items', request: { method: 'OPTIONS', url: '/api/items' } },
];

test.each(cases)('answers $title as the local host does', async ({ name, request }) => {
  const { status, headers, body } = await worker.ask(name, request);
  const path = request.url.slice('/api'.length);
  const local = await call(shop, request.method, path, request.body, withoutEncoding(request));
  expect(status).toBe(local.status);
  expect(headers['content-type'] ?? null).toBe(local.headers.get('content-type'));
  expect(headers['allow'] ?? null).toBe(local.headers.get('allow'));
  expect(typeof local.body === 'string' ? body : JSON.parse(body)).toEqual(local.body);
});

/** The local host's test client chooses the encoding itself. */
function withoutEncoding({ headers }: WorkerRequest) {
  const { 'transfer-encoding': _, ...rest } = headers ?? {};
  return rest;
}
