import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLocal } from '../../functions/host/start-local.js';
import { call } from '../support/call.js';
import { type LocalProcess, runLocal } from '../support/local-process.js';
import { open, received } from '../support/raw.js';

let folder: string;
const running: LocalProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, { recursive: true });
});

function start(environment: Readonly<Record<string, string>> = {}): LocalProcess {
  const started = runLocal({ DATA_DIR: folder, PORT: '0', ...environment });
  running.push(started);
  return started;
}

const firstFree = async () => {
  const server = await startLocal({ triggers: [] }, { host: '127.0.0.1', port: 0 });
  return { server, port: new URL(server.origin).port };
};

test('it greets with its address and three calls, answers, and keeps what it was given', async () => {
  const first = start();
  const origin = await first.ready;
  expect(first.stdout().match(/^ {2}curl .*$/gm)).toHaveLength(3);
  await call({ origin }, 'POST', '/items', { id: "o'mug", name: 'Mug' });
  const event = { user_id: 'ann', item_id: "o'mug", type: 'view' };
  expect((await call({ origin }, 'POST', '/events', event)).status).toBe(200);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);

  const second = start();
  const again = await second.ready;
  expect(second.stdout()).toContain("/recommendations/ann?limit=5'");
  expect(second.stdout()).toContain("/items/o%27mug/bought_together?limit=5'");
  expect((await call({ origin: again }, 'GET', "/items/o'mug")).body).toMatchObject({
    name: 'Mug',
  });
});

test('a running request is finished before the process ends, and no new one is begun', async () => {
  const { child, ready, ended } = start();
  const origin = await ready;
  const socket = open(origin);
  const body = '{"id": "late", "name": "Late"}';
  const type = 'Content-Type: application/json\r\nExpect: 100-continue';
  socket.write(
    `POST /api/items HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  // The server has said that it wants the body, so the request is under way.
  await new Promise((resolve) => socket.once('data', resolve));
  child.kill('SIGTERM');
  const refused = async (): Promise<boolean> =>
    fetch(`${origin}/api/healthz`).then(refused, () => true);
  expect(await refused()).toBe(true);
  const answer = received(socket);
  socket.write(body);
  expect(await answer).toContain('"accepted":1');
  expect(await ended).toBe(0);
});

test('a taken port is one line that says what to do', async () => {
  const { server, port } = await firstFree();
  const { ended, stderr } = start({ PORT: port });
  expect(await ended).toBe(1);
  expect(stderr()).toBe(
    `tastemaker: port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT to another\n`,
  );
  await server.close();
});

test('a bad variable stops the start and is named', async () => {
  const { ended, stderr } = start({ PORT: 'seventy' });
  expect(await ended).toBe(1);
  expect(stderr()).toContain('PORT');
  expect(stderr()).not.toContain('    at ');
});

test('a second process on the same folder is told so in one line', async () => {
  await start().ready;
  const { ended, stderr } = start();
  expect(await ended).toBe(1);
  expect(stderr().trim().split('\n')).toHaveLength(1);
});
