import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { registerTriggers } from '../../functions/host/azure-triggers.js';
import { watchProxiedResponses } from '../../functions/host/proxied-responses.js';
import type { HttpRequest, HttpTrigger } from '../../functions/trigger.js';
import { FunctionsWorker, type WorkerRequest } from '../support/functions-worker.js';
import { handFed } from '../support/hand-fed.js';

const worker = new FunctionsWorker();
let uninstall: () => void;
let fed: ReturnType<typeof handFed>;
let seen: HttpRequest | undefined;

const headers = { 'content-type': 'text/event-stream' };
const events: HttpTrigger = {
  kind: 'http',
  name: 'events',
  route: 'tasks/{id}/events',
  async handle(request) {
    seen = request;
    return { status: 200, headers, body: fed.pieces };
  },
};
const request: WorkerRequest = {
  method: 'GET',
  url: '/api/tasks/a/events?x=1&x=2',
  params: { id: 'a' },
};

beforeAll(async () => {
  uninstall = worker.install();
  const { app } = await import('@azure/functions');
  app.setup({ enableHttpStream: true });
  registerTriggers(app, [events], {
    queueKind: 'embedded',
    queue: { send: async () => undefined },
    stopping: new AbortController().signal,
    reportFailure: () => undefined,
    responseOf: watchProxiedResponses(),
  });
  await worker.start();
});
afterAll(() => uninstall());
beforeEach(() => {
  fed = handFed();
});

async function open(more: Partial<WorkerRequest> = {}) {
  const response = await worker.open('events', { ...request, ...more });
  response.setEncoding('utf8');
  await fed.wanted();
  return response;
}
const next = async (response: NodeJS.EventEmitter) => String((await once(response, 'data'))[0]);

test('each piece leaves when it is made, behind headers that need not wait for the first', async () => {
  const response = await open();
  expect(response.headers).toMatchObject(headers);
  for (const piece of ['one', 'zwei ü']) {
    fed.give(piece);
    expect(await next(response)).toBe(piece);
    await fed.wanted();
  }
  const rest = text(response);
  fed.end();
  expect(await rest).toBe('');
  expect(response.complete).toBe(true);
});

test('a client that goes away ends the making at once', async () => {
  const response = await open();
  expect(fed.isLetGo).toBe(false);
  response.on('error', () => undefined).destroy();
  await fed.gone;
});

test('pieces that cannot be made cut the connection', async () => {
  const response = await open();
  const rest = text(response);
  fed.fail(new Error('no more'));
  await expect(rest).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a slow client is not given more than it takes', async () => {
  const piece = 'x'.repeat(65_536);
  let made = 0;
  let isOver = false;
  async function* endless() {
    try {
      for (;;) {
        made += 1;
        yield piece;
      }
    } finally {
      isOver = true;
    }
  }
  fed = { ...fed, pieces: endless() };
  const response = await worker.open('events', request);
  let before = -1;
  const isStill = () => {
    const still = made === before;
    before = made;
    return still;
  };
  await expect.poll(isStill, { interval: 200 }).toBe(true);
  expect(made * piece.length).toBeLessThan(64 * 1_048_576);
  response.on('error', () => undefined).destroy();
  await expect.poll(() => isOver).toBe(true);
});

test('a repeated key of the query and the route arrive as on any other host', async () => {
  const response = await open();
  expect(seen?.query.getAll('x')).toEqual(['1', '2']);
  expect(seen).toMatchObject({ url: request.url, params: { id: 'a' }, isSecure: false });
  expect(seen).not.toHaveProperty('body');
  response.on('error', () => undefined).destroy();
  await fed.gone;
});

test('TLS before the first proxy counts', async () => {
  const response = await open({ headers: { 'x-forwarded-proto': 'https' } });
  expect(seen?.isSecure).toBe(true);
  response.on('error', () => undefined).destroy();
  await fed.gone;
});
