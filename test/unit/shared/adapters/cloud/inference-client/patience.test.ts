import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { deferred } from '../../../../../support/deferred.js';
import {
  type Answer,
  answering,
  clientOf,
  row,
  status,
} from '../../../../../support/inference-client.js';

test.each([
  ['503', status(503, { 'retry-after': '0' })],
  ['429 with a Retry-After', status(429, { 'retry-after': '0' })],
  ['a connection that is cut', (request: IncomingMessage) => void request.socket.destroy()],
])('it repeats a request that was answered by %s', async (_, failure) => {
  const server = await answering(failure, failure, failure, row);
  expect((await clientOf(server).encode()).vectors).toHaveLength(8);
  expect(server.count()).toBe(4);
});

test('it gives up after three retries', async () => {
  const server = await answering(status(500));
  await expect(clientOf(server).encode()).rejects.toMatchObject({
    ...{ code: 'unavailable', message: 'the inference server answers 500' },
  });
  expect(server.count()).toBe(4);
});

test('it does not repeat what is refused with 429 and no time to come back at', async () => {
  const server = await answering(status(429));
  await expect(clientOf(server).encode()).rejects.toMatchObject({ code: 'overloaded' });
  expect(server.count()).toBe(1);
});

test('a server that is asked too much stays overloaded to the caller', async () => {
  const problem = { type: 't', title: 't', status: 429, detail: '9 wait already', instance: '/' };
  const server = await answering(status(429, { 'retry-after': '0' }, JSON.stringify(problem)));
  const client = clientOf(server);
  await expect(client.encode()).rejects.toMatchObject({
    ...{ code: 'overloaded', message: 'the inference server answers 429: 9 wait already' },
  });
  expect(client.health()).toEqual({ isReachable: true });
});

test('it does not come back sooner than it is told to, and rather not at all than late', async () => {
  const server = await answering(status(503, { 'retry-after': '1' }));
  await expect(clientOf(server).encode()).rejects.toMatchObject({ code: 'unavailable' });
  expect(server.count()).toBe(1);
});

test('it waits no longer than it may for an answer, and not twice', async () => {
  const server = await answering(() => undefined);
  const client = clientOf(server, { timeoutMs: 30 });
  await expect(client.encode()).rejects.toMatchObject({
    ...{ code: 'unavailable', message: 'the inference server gives no answer within 30 ms' },
  });
  expect(server.count()).toBe(1);
});

test('whoever leaves is answered at once, and their connection is closed', async () => {
  const closed = deferred<void>();
  const arrived = deferred<void>();
  const server = await answering((request) => {
    request.socket.once('close', () => closed.resolve());
    arrived.resolve();
  });
  const leaving = new AbortController();
  const encoded = clientOf(server).encode(['a'], leaving.signal);
  await arrived.promise;
  leaving.abort(new Error('enough'));
  await expect(encoded).rejects.toThrow('enough');
  await closed.promise;
});

test('whoever leaves during a pause, or before anything was sent, is answered at once', async () => {
  const leaving = new AbortController();
  const server = await answering((request, response) => {
    status(503)(request, response);
    response.once('close', () => leaving.abort(new Error('enough')));
  });
  const client = clientOf(server, { pauseMs: { first: 60_000, longest: 60_000 } });
  await expect(client.encode(['a'], leaving.signal)).rejects.toThrow('enough');
  await expect(client.encode(['a'], leaving.signal)).rejects.toThrow('enough');
  expect(server.count()).toBe(1);
});

test('it asks no more than ten times at once, and refuses where too many wait', async () => {
  const held: (() => void)[] = [];
  const ten = deferred<void>();
  const server = await answering((request, response) => {
    held.push(() => row(request, response));
    if (held.length === 10) ten.resolve();
  });
  const client = clientOf(server, { maxWaiting: 2 });
  const encoded = Array.from({ length: 12 }, () => client.encode());
  await ten.promise;
  await expect(client.encode()).rejects.toMatchObject({ code: 'overloaded' });
  expect(held).toHaveLength(10);
  for (const release of held) release();
  await expect.poll(() => held.length).toBe(12);
  for (const release of held.slice(10)) release();
  await Promise.all(encoded);
});

test('a server that keeps failing is left alone, until one request finds it back', async () => {
  const server = await answering(...new Array<Answer>(3).fill(status(500)), row);
  const client = clientOf(server, { retries: 0, breakAfter: 3 });
  for (let time = 0; time < 3; time += 1) {
    await expect(client.encode()).rejects.toThrow('answers 500');
  }
  await expect(client.encode()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'the inference server is left alone for a while: it answers 500',
  });
  expect(server.count()).toBe(3);
  await expect
    .poll(() =>
      client.encode().then(
        () => 'back',
        () => 'gone',
      ),
    )
    .toBe('back');
  expect(client.health()).toEqual({ isReachable: true });
  expect(client.telemetry.events).toEqual(['inference server fails', 'inference server is back']);
});

test('while one tries whether a server is back, others do not wait for it', async () => {
  const trying = deferred<ServerResponse>();
  const server = await answering(status(500), (_, response) => trying.resolve(response));
  const client = clientOf(server, { retries: 0, breakAfter: 1, restMs: 1 });
  await expect(client.encode()).rejects.toThrow('answers 500');
  const leaving = new AbortController();
  const tried = (async () => {
    const leave = (error: Error) => error.message;
    while ((await client.encode(['a'], leaving.signal).catch(leave)) !== 'left');
  })();
  const response = await trying.promise;
  await expect(client.encode()).rejects.toThrow('is left alone');
  leaving.abort(new Error('left'));
  await tried;
  await once(response, 'close');
});

test('what is wrong with one request does not keep others from the server', async () => {
  const server = await answering(status(413));
  const client = clientOf(server, { breakAfter: 1 });
  await expect(client.encode()).rejects.toThrow('answers 413');
  await expect(client.encode()).rejects.toThrow('answers 413');
  expect(server.count()).toBe(2);
});
