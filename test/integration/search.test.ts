import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { buildWhatIsStale, type LocalProcess, runBuilt } from '../support/local-process.js';
import { quarters } from '../support/pictures.js';

let folder: string;
let shop: LocalProcess;
let origin: string;
let pictures: Server;

/** Shows what its path says: `/rrgg.png`. */
async function servePictures(): Promise<Server> {
  const server = createServer((request, response) => {
    const names = request.url?.slice(1, 5) ?? '';
    void quarters(names)
      .png()
      .toBuffer()
      .then((file) => response.end(file));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const items = (host: string) => [
  { id: 'red', name: 'Scarlet enamel mug', image_url: `http://${host}/rrrr.png` },
  { id: 'reddish', name: 'Scarlet bowl', image_url: `http://${host}/rrrw.png` },
  { id: 'blue', name: '파란 머그컵', image_url: `http://${host}/bbbb.png` },
];

const ask = (method: string, path: string, body?: unknown) => call({ origin }, method, path, body);

async function synced(): Promise<unknown> {
  const { body } = await ask('POST', '/admin/sync-vectors');
  const { task_id: id } = body as { readonly task_id: string };
  await expect
    .poll(async () => (await ask('GET', `/admin/tasks/${id}`)).body, { timeout: 30_000 })
    .not.toMatchObject({ status: 'pending' });
  return (await ask('GET', `/admin/tasks/${id}`)).body;
}

async function similarTo(names: string): Promise<unknown> {
  const form = new FormData();
  form.append('file', new Blob([await quarters(names).jpeg().toBuffer()]), 'photo.jpg');
  form.append('top_k', '2');
  const response = await fetch(`${origin}/api/search_similar`, { method: 'POST', body: form });
  return response.json();
}

beforeAll(async () => {
  buildWhatIsStale();
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  pictures = await servePictures();
  const host = `127.0.0.1:${(pictures.address() as AddressInfo).port}`;
  shop = runBuilt({ DATA_DIR: folder, PORT: '0', IMAGE_HOSTS_ALLOWED: host });
  origin = await shop.ready;
  await ask('POST', '/items', items(host));
});
afterAll(async () => {
  shop.child.kill('SIGTERM');
  await shop.ended;
  pictures.close();
  await rm(folder, { recursive: true });
});

test('before the first sync words are found, and pictures are told to wait', async () => {
  expect((await ask('POST', '/search', { query: 'enamel' })).body).toMatchObject({
    results: [{ item_id: 'red' }],
  });
  expect((await ask('POST', '/search_similar', { positive: ['red'] })).status).toBe(503);
  expect((await ask('GET', '/health')).body).toMatchObject({ embeddings_loaded: false });
  expect((await ask('GET', '/items/red/freshness')).body).toMatchObject({ is_current: false });
});

test('who hears that a sync is done finds what it has encoded, by picture and by words', async () => {
  expect(await synced()).toMatchObject({
    status: 'completed',
    result: { read: 3, encoded: 3, failed: 0 },
  });
  expect(await similarTo('rrrr')).toMatchObject([
    { product_id: 'red', rank: 1 },
    { product_id: 'reddish', rank: 2 },
  ]);
  const query = { query: 'enamle mugs scarlet' };
  expect((await ask('POST', '/search', query)).body).toMatchObject({
    results: [{ item_id: 'red' }, { item_id: 'reddish' }],
  });
  expect((await ask('POST', '/search', { query: '머그' })).body).toMatchObject({
    results: [{ item_id: 'blue' }],
  });
  expect((await ask('GET', '/health')).body).toMatchObject({
    ...{ embeddings_loaded: true, model_available: true },
    checks: { text_encoder: 'ok', image_encoder: 'ok' },
  });
  expect((await ask('GET', '/items/red/freshness')).body).toMatchObject({ is_current: true });
  expect(await synced()).toMatchObject({ result: { read: 3, encoded: 0, unchanged: 3 } });
});

test('a product that is switched off is gone from the next answer', async () => {
  await ask('PATCH', '/items/red', { is_active: false });
  expect(await similarTo('rrrr')).toMatchObject([{ product_id: 'reddish' }, {}]);
  await ask('PATCH', '/items/red', { is_active: true });
});

test('embeddings are made off the event loop, remembered, and counted', async () => {
  const first = await ask('POST', '/embed', { text: 'a mug' });
  expect(first.body).toMatchObject({ dimension: 384, model: 'built-in-text', cached: false });
  expect((await ask('POST', '/embed', { text: 'a mug' })).body).toMatchObject({ cached: true });
  expect((await ask('GET', '/stats')).body).toMatchObject({
    caches: { embeddings: { hits: expect.any(Number) } },
  });
});
