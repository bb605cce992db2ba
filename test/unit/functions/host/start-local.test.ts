import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { type LocalServer, startLocal } from '../../../../functions/host/start-local.js';
import type { HttpResponse, HttpTrigger } from '../../../../functions/trigger.js';
import { exchange, open, received } from '../../../support/raw.js';

const local = { host: '127.0.0.1', port: 0 };

function trigger(route: string, handle: HttpTrigger['handle']): HttpTrigger {
  return { kind: 'http', name: route, route, handle };
}
const text = (body: string): HttpResponse => ({ status: 200, headers: {}, body });

async function during<T>(server: LocalServer, act: (origin: string) => Promise<T>): Promise<T> {
  try {
    return await act(server.origin);
  } finally {
    await server.close();
  }
}

test('a trigger sees method, path, query, headers and body as they were sent', async () => {
  const seen = trigger('seen/{id}', async ({ method, url, params, query, headers, body }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of body ?? []) pieces.push(piece);
    const all = [...query];
    const sent = Buffer.concat(pieces).toString();
    return text(JSON.stringify({ method, url, params, all, header: headers['x-one'], sent }));
  });
  const answer = await during(await startLocal({ triggers: [seen] }, local), async (origin) => {
    const headers = { 'X-One': '1' };
    const response = await fetch(`${origin}/api/seen/a%2Fb?x=1&x=2`, {
      ...{ method: 'PUT', headers, body: 'hello' },
    });
    return response.json();
  });
  expect(answer).toEqual({
    method: 'PUT',
    url: '/api/seen/a%2Fb?x=1&x=2',
    params: { id: 'a/b' },
    all: [
      ['x', '1'],
      ['x', '2'],
    ],
    header: '1',
    sent: 'hello',
  });
});

test('triggers of other kinds are no routes, and without a catch-all the rest is 404', async () => {
  const timer = { kind: 'timer', name: 'q', schedule: '', handle: async () => undefined } as const;
  const server = await startLocal({ triggers: [timer] }, local);
  await during(server, async (origin) => {
    expect((await fetch(`${origin}/api/q`)).status).toBe(404);
  });
});

test('a trigger that fails where none may is a bare 500', async () => {
  const broken = trigger('broken', () => Promise.reject(new Error('secret')));
  await during(await startLocal({ triggers: [broken] }, local), async (origin) => {
    const response = await fetch(`${origin}/api/broken`);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
  });
});

test('an answer to head has the length of get and no body', async () => {
  const headers = { 'content-length': '1234' };
  const sized = trigger('sized', async () => ({ status: 200, headers }));
  await during(await startLocal({ triggers: [sized] }, local), async (origin) => {
    const head = 'HEAD /api/sized HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const answer = await exchange(origin, head);
    expect(answer).toContain('content-length: 1234');
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });
});

test('a body that nobody reads is read away, and the connection serves on', async () => {
  const deaf = trigger('deaf', async () => text('no'));
  await during(await startLocal({ triggers: [deaf] }, local), async (origin) => {
    const post = `POST /api/deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`;
    const get = 'GET /api/deaf HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const answer = await exchange(origin, post + get);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});

test('a body without end is cut off after its refusal', async () => {
  const deaf = trigger('deaf', async () => ({ status: 413, headers: {} }));
  await during(await startLocal({ triggers: [deaf] }, local), async (origin) => {
    const socket = open(origin);
    const answer = received(socket);
    socket.write('POST /api/deaf HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const piece = `100000\r\n${'x'.repeat(1_048_576)}\r\n`;
    const pour = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('drain', pour);
    pour();
    expect(await answer).toMatch(/^HTTP\/1\.1 413/);
  });
});

test('closing waits for a running request, and not longer than it may', async () => {
  const begun = new EventEmitter();
  const started = once(begun, 'begun');
  const never = trigger('never', () => {
    begun.emit('begun');
    return new Promise(() => undefined);
  });
  const server = await startLocal({ triggers: [never] }, { ...local, drainTimeoutMs: 50 });
  const asked = fetch(`${server.origin}/api/never`).then(
    () => 'answered',
    () => 'cut off',
  );
  await started;
  await server.close();
  expect(await asked).toBe('cut off');
});

test('an address that is taken is an error of that name', async () => {
  const server = await startLocal({ triggers: [] }, local);
  const port = Number(new URL(server.origin).port);
  await during(server, async () => {
    await expect(startLocal({ triggers: [] }, { ...local, port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

test('an address for all is shown as one to click on', async () => {
  for (const [host, shown] of [
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['localhost', /^http:\/\/localhost:\d+$/],
  ] as const) {
    const server = await startLocal({ triggers: [] }, { host, port: 0 });
    await during(server, async (origin) => expect(origin).toMatch(shown));
  }
});
