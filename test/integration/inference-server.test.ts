import { afterEach, expect, test } from 'vitest';
import { inferencePaths } from '../../shared/contracts/inference.js';
import {
  type InferenceProcess,
  metric,
  runInference,
  warmedUp,
} from '../support/inference-process.js';

const running: InferenceProcess[] = [];
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

function start(environment: Readonly<Record<string, string>> = {}): InferenceProcess {
  const server = runInference(environment);
  running.push(server);
  return server;
}

const embed = (origin: string, texts: readonly string[], signal?: AbortSignal) =>
  fetch(origin + inferencePaths.texts, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ texts }),
    ...(signal && { signal }),
  });

/** Sends a text that is being encoded, and so many more that wait for it. */
async function withWaiting(server: InferenceProcess, origin: string, waiting: readonly string[]) {
  const first = embed(origin, ['first']);
  expect(await server.heard()).toEqual({ kind: 'began', items: ['first'] });
  const others = waiting.map((text) => embed(origin, [text]));
  await waitingAre(origin, waiting.length);
  return [first, ...others];
}

const waitingAre = (origin: string, count: number) =>
  expect.poll(() => metric(origin, 'queue_length{encoder="text"}')).toBe(count);

const statusOf = async (answers: readonly Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);

test('it is alive before it is ready, and ready once the encoders have been tried out', async () => {
  const server = start();
  const origin = await server.origin;
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  const early = await fetch(`${origin}/readyz`);
  expect(early.status).toBe(503);
  expect(early.headers.get('retry-after')).toBe('5');
  expect((await embed(origin, ['early'])).status).toBe(503);
  await warmedUp(server);
  server.permit(1);
  expect((await embed(origin, ['now'])).status).toBe(200);
});

test('it says what it computes on and why', async () => {
  const server = start();
  const origin = await warmedUp(server);
  expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({
    ...{ status: 'ok', state: 'ready' },
    encoders: [
      { name: 'text', device: 'cpu', reason: 'no CUDA: this is a test' },
      { name: 'image', device: 'cpu' },
      { name: 'image-text', device: 'cpu' },
    ],
  });
  expect(await metric(origin, 'device{encoder="text",device="cpu"}')).toBe(1);
  expect(server.stderr()).toContain('"event":"inference device","encoder":"text","device":"cpu"');
});

test('those who come while a batch is under way go together into the next', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const letters = [...'abcdefghijklmnopqrst'];
  const answers = await withWaiting(server, origin, letters);
  server.permit(2);
  const { items } = await server.heard();
  expect(items.toSorted()).toEqual(letters);
  expect(await statusOf(answers)).toEqual(new Array(21).fill(200));
  expect(await metric(origin, 'batch_items_sum{encoder="text"}')).toBe(21);
  expect(await metric(origin, 'batch_items_count{encoder="text"}')).toBe(2);
});

test('a batch holds no more than its count, and a large request is spread over several', async () => {
  const server = start({ INFERENCE_BATCH_COUNT: '2' });
  const origin = await warmedUp(server);
  server.permit(3);
  const answer = await embed(origin, ['a', 'b', 'c', 'd', 'e']);
  const batches = [await server.heard(), await server.heard(), await server.heard()];
  expect(batches.map(({ items }) => items)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(answer.status).toBe(200);
});

test('where too many wait, the next are told to come back, and the others are served', async () => {
  const server = start({ INFERENCE_MAX_WAITING: '2' });
  const origin = await warmedUp(server);
  const answers = await withWaiting(server, origin, ['a', 'b']);
  const refused = await embed(origin, ['c']);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await metric(origin, 'rejected_total{encoder="text"}')).toBe(1);
  server.permit(2);
  expect(await statusOf(answers)).toEqual([200, 200, 200]);
});

test('who leaves before their batch begins is left out of it', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const leaving = new AbortController();
  const [first] = await withWaiting(server, origin, []);
  const left = embed(origin, ['left'], leaving.signal);
  await waitingAre(origin, 1);
  const stays = embed(origin, ['stays']);
  await waitingAre(origin, 2);
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await waitingAre(origin, 1);
  expect(await metric(origin, 'skipped_total{encoder="text"}')).toBe(1);
  server.permit(2);
  expect((await server.heard()).items).toEqual(['stays']);
  expect((await first)?.status).toBe(200);
  expect((await stays).status).toBe(200);
});

test('a batch is called off once all have left who wait for it', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const leaving = new AbortController();
  const left = embed(origin, ['left'], leaving.signal);
  expect(await server.heard()).toEqual({ kind: 'began', items: ['left'] });
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  expect(await server.heard()).toEqual({ kind: 'aborted', items: ['left'] });
  expect(await metric(origin, 'cancelled_total{encoder="text"}')).toBe(1);
});

test('told to end, it finishes what it has taken, takes no more, and ends with 0', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const answers = await withWaiting(server, origin, ['a', 'b']);
  server.child.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status).toBe(503);
  const late = await embed(origin, ['late']);
  expect(late.status).toBe(503);
  expect(late.headers.get('retry-after')).toBe('5');
  expect(late.headers.get('connection')).toBe('close');
  server.permit(2);
  expect(await statusOf(answers)).toEqual([200, 200, 200]);
  expect(await server.ended).toBe(0);
});

test('it waits no longer than it may for what runs, and says so by ending with 1', async () => {
  const server = start({ INFERENCE_DRAIN_SECONDS: '0.2' });
  const origin = await warmedUp(server);
  const answer = embed(origin, ['endless']);
  await server.heard();
  server.child.kill('SIGTERM');
  await expect(answer).rejects.toThrow();
  expect(await server.ended).toBe(1);
});

test('told to end while it warms up, it ends with 0', async () => {
  const server = start();
  await server.origin;
  await server.heard();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

test('a bad variable stops the start and is named', async () => {
  const { ended, stderr } = start({ INFERENCE_BATCH_COUNT: '0', HOST: '0.0.0.0' });
  expect(await ended).toBe(1);
  expect(stderr()).toContain('INFERENCE_BATCH_COUNT');
  expect(stderr()).toContain('INFERENCE_KEYS: needed when HOST is 0.0.0.0');
});
