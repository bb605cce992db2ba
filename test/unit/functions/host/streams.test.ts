import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { type LocalServer, startLocal } from '../../../../functions/host/start-local.js';
import type { HttpRequest, HttpResponse, HttpTrigger } from '../../../../functions/trigger.js';
import { handFed } from '../../../support/hand-fed.js';
import { open, received } from '../../../support/raw.js';

let server: LocalServer | undefined;
afterEach(() => server?.close());

const headers = { 'content-type': 'text/event-stream' };

async function serve(handle: HttpTrigger['handle']): Promise<string> {
  const trigger = { kind: 'http', name: 'events', route: 'events', handle } as const;
  server = await startLocal({ triggers: [trigger] }, { host: '127.0.0.1', port: 0 });
  return server.origin;
}
const stream = (body: AsyncIterable<string>): HttpResponse => ({ status: 200, headers, body });

/** What comes next over a connection that speaks raw HTTP. */
async function ask(origin: string) {
  const socket = open(origin);
  socket.setEncoding('utf8');
  socket.write('GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n');
  return { socket, next: async () => String((await once(socket, 'data'))[0]) };
}

test('each piece leaves when it is made, behind headers that need not wait for the first', async () => {
  const fed = handFed();
  const response = await fetch(`${await serve(async () => stream(fed.pieces))}/api/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('content-length')).toBeNull();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (const piece of ['one', 'zwei ü']) {
    await fed.wanted();
    fed.give(piece);
    expect(await reader?.read()).toEqual({ done: false, value: piece });
  }
  await fed.wanted();
  fed.end();
  expect((await reader?.read())?.done).toBe(true);
});

test('a client that goes away ends the making at once', async () => {
  const fed = handFed();
  const { socket, next } = await ask(await serve(async () => stream(fed.pieces)));
  expect(await next()).toContain('200 OK');
  await fed.wanted();
  expect(fed.isLetGo).toBe(false);
  socket.destroy();
  await fed.gone;
});

test('nothing is made for a client that went away before its answer', async () => {
  const fed = handFed();
  let answer = (_: HttpResponse) => {};
  let came = () => {};
  const arrived = new Promise<void>((resolve) => {
    came = resolve;
  });
  const origin = await serve(() => {
    came();
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const { socket } = await ask(origin);
  await arrived;
  socket.destroy();
  await once(socket, 'close');
  answer(stream(fed.pieces));
  await fed.gone;
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
  const { socket } = await ask(await serve(async () => stream(endless())));
  socket.pause();
  // What the system buffers for both ends is all that may pile up.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = made === before;
        before = made;
        return isStill;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(made * piece.length).toBeLessThan(64 * 1_048_576);
  const still = made;
  socket.resume();
  await expect.poll(() => made).toBeGreaterThan(still);
  socket.destroy();
  await expect.poll(() => isOver).toBe(true);
});

test('pieces that cannot be made cut the connection, so that nobody takes them for the whole', async () => {
  const fed = handFed();
  const { socket, next } = await ask(await serve(async () => stream(fed.pieces)));
  await next();
  await fed.wanted();
  fed.give('half');
  expect(await next()).toContain('half');
  const rest = received(socket);
  fed.fail(new Error('no more'));
  expect(await rest).toBe('');
});

test('a server that closes ends its streams properly and waits for none', async () => {
  const fed = handFed();
  const { socket, next } = await ask(await serve(async () => stream(fed.pieces)));
  await next();
  await fed.wanted();
  const rest = received(socket);
  await server?.close();
  expect(await rest).toContain('0\r\n\r\n');
  await fed.gone;
});

test('a stream that would begin while the server closes ends at once', async () => {
  const fed = handFed();
  let answer = (_: HttpResponse) => {};
  let came = () => {};
  const arrived = new Promise<void>((resolve) => {
    came = resolve;
  });
  const origin = await serve(() => {
    came();
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const { socket } = await ask(origin);
  const all = received(socket);
  await arrived;
  const closed = server?.close();
  answer(stream(fed.pieces));
  await closed;
  expect(await all).toMatch(/200 OK[\s\S]*0\r\n\r\n$/);
  await fed.gone;
});

test.each([
  [undefined, false],
  ['http', false],
  ['https', true],
  ['https, http', true],
  ['http, https', false],
  ['httpsx', false],
])('x-forwarded-proto %s means that TLS protects the client: %s', async (proto, expected) => {
  let seen: HttpRequest | undefined;
  const origin = await serve(async (request) => {
    seen = request;
    return { status: 204, headers: {} };
  });
  await fetch(`${origin}/api/events`, { headers: proto ? { 'x-forwarded-proto': proto } : {} });
  expect(seen?.isSecure).toBe(expected);
});
