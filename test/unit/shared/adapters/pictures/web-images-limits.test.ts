import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { fetcherOf, serve, stopServers } from '../../../../support/web.js';

afterEach(stopServers);

test.each([
  ['says so', (response: ServerResponse) => response.setHeader('content-length', 100_001)],
  ['says nothing of it', () => undefined],
])('a file that is too large and %s is given up', async (_, prepare) => {
  const port = await serve((_request, response) => {
    prepare(response);
    response.write(Buffer.alloc(100_001));
  });
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    code: 'too-large',
    message: 'expected a file of at most 100000 bytes, got more',
  });
});

test('a body without an end is read no further than the limit, and its connection closed', async () => {
  let closed: Promise<unknown> | undefined;
  const port = await serve((_, response) => {
    closed = once(response, 'close');
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on('drain', more);
    more();
  });
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    code: 'too-large',
  });
  await closed;
});

test.each([
  ['says nothing', () => undefined],
  ['says the head and no more', (response: ServerResponse) => response.flushHeaders()],
  ['stops in the middle', (response: ServerResponse) => response.write('half')],
])('a host that %s is left when its time is over', async (_, begin) => {
  let closed: Promise<unknown> | undefined;
  const port = await serve((request, response) => {
    closed = once(request.socket, 'close');
    begin(response);
  });
  const hasty = fetcherOf(port, { timeoutMs: 200 });
  await expect(hasty.fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    code: 'invalid',
    message: 'the address gave no file within 200 ms',
  });
  await closed;
});

test('a name that is never resolved is left when its time is over', async () => {
  const hasty = fetcherOf(80, { timeoutMs: 100, resolve: () => new Promise(() => undefined) });
  await expect(hasty.fetch('http://slow.test/')).rejects.toMatchObject({ code: 'invalid' });
});

test.each([
  ['404', (response: ServerResponse) => response.writeHead(404).end(), '404, expected 200'],
  ['304', (response: ServerResponse) => response.writeHead(304).end(), '304, expected 200'],
  ['302 to nowhere', (response: ServerResponse) => response.writeHead(302).end(), '302, expected'],
  ['part of a file', (response: ServerResponse) => half(response), 'could not be read'],
  ['no HTTP', (response: ServerResponse) => response.socket?.end('what?\r\n'), 'could not be read'],
])('an answer of %s is no file', async (_, answer, message) => {
  const port = await serve((_request, response) => void answer(response));
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(message),
  });
});

function half(response: ServerResponse): void {
  response.setHeader('content-length', 100);
  response.write('half', () => response.destroy());
}

test('a name that nobody knows cannot be read, nor a port that is closed', async () => {
  const port = await serve((_, response) => response.end('file'));
  const unreadable = { code: 'invalid', message: 'the address could not be read' };
  await expect(fetcherOf(port).fetch('http://unknown.test/')).rejects.toMatchObject(unreadable);
  stopServers();
  await expect(fetcherOf(port).fetch(`http://shop.test:${port}/`)).rejects.toMatchObject(
    unreadable,
  );
});

test('https speaks TLS to the host', async () => {
  const port = await serve((_, response) => response.end('file'));
  await expect(fetcherOf(port).fetch(`https://shop.test:${port}/`)).rejects.toMatchObject({
    message: 'the address could not be read',
  });
});

test('who asks no longer is left with their own reason, and the connection is closed', async () => {
  const asker = new AbortController();
  const reason = new Error('gone');
  let closed: Promise<unknown> | undefined;
  const port = await serve((request, response) => {
    closed = once(request.socket, 'close');
    response.write('half');
    asker.abort(reason);
  });
  const url = `http://shop.test:${port}/`;
  await expect(fetcherOf(port).fetch(url, asker.signal)).rejects.toBe(reason);
  await expect(fetcherOf(port).fetch(url, asker.signal)).rejects.toBe(reason);
  await closed;
});

test('who comes when too many wait already is sent away', async () => {
  const port = await serve(() => undefined);
  const busy = fetcherOf(port, { timeoutMs: 300 });
  const asked = Array.from({ length: 73 }, () => busy.fetch(`http://shop.test:${port}/`));
  await expect(asked.at(-1)).rejects.toMatchObject({ code: 'overloaded' });
  stopServers();
  await Promise.allSettled(asked);
});
