import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { deferred } from '../../../../../support/deferred.js';
import {
  answering,
  clientOf,
  json,
  row,
  space,
  status,
} from '../../../../../support/inference-client.js';
import {
  BrightnessEncoder,
  LetterEncoder,
  openGate,
} from '../../../../../support/letter-encoders.js';

test('it gives back the rows that the server answers, and says which texts were cut', async () => {
  const server = await answering(row);
  const encoded = await clientOf(server).encode();
  expect(encoded).toEqual({ vectors: new Float32Array(8).fill(0.5), truncated: [true] });
});

test('it names its key and keeps its connections for the next requests', async () => {
  const keys = new Set<string | undefined>();
  const ports = new Set<number | undefined>();
  const { origin } = await answering((request, response) => {
    keys.add(request.headers.authorization);
    ports.add(request.socket.remotePort);
    row(request, response);
  });
  const client = clientOf({ origin: `${origin}/` }, { key: 'k'.repeat(16) });
  for (let time = 0; time < 10; time += 1) await client.encode();
  expect([...keys]).toEqual([`Bearer ${'k'.repeat(16)}`]);
  expect(ports.size).toBeLessThanOrEqual(2);
});

test.each([
  ['400', status(400), 'answers 400'],
  ['401', status(401), 'answers 401'],
  ['no JSON', status(200, {}, '<html>'), 'answers no JSON'],
  ['another shape', json({ vectors: 1 }), 'answers what is no set of vectors'],
  ['too few floats', json({ space, vectors: 'AAAAAA==' }), 'answers other vectors'],
  ['no base64', json({ space, vectors: '?'.repeat(44) }), 'answers other vectors'],
  ['more than anybody asked for', status(200, {}, 'x'.repeat(9_000)), 'answers more than'],
  [
    'another space',
    json({ space: { ...space, version: '2' }, vectors: '' }),
    'answers in another vector space: expected letters@1/8, got letters@2/8',
  ],
])('it does not repeat what is answered by %s, and says so', async (_, answer, reason) => {
  const server = await answering(answer);
  const client = clientOf(server);
  await expect(client.encode()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining(`the inference server ${reason}`),
  });
  expect(server.count()).toBe(1);
  expect(client.health()).toMatchObject({ isReachable: false });
});

test('where nobody listens it says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  const client = clientOf({ origin: `http://127.0.0.1:${port}` }, { retries: 0 });
  await expect(client.encode()).rejects.toMatchObject({
    ...{ code: 'unavailable', message: expect.stringContaining('ECONNREFUSED') },
  });
});

test('what the server cannot do, an encoder of the same space does here', async () => {
  const server = await answering(status(500));
  const client = clientOf(server, { retries: 0 });
  const fallback = new LetterEncoder({ gate: openGate() });
  const encoder = client.textEncoder({ space, fallback });
  expect(await encoder.encode(['abc'])).toEqual(await fallback.encode(['abc']));
  await encoder.encode(['abc']);
  expect(client.health()).toEqual({ isReachable: false, reason: 'answers 500' });
  expect(client.telemetry.events).toEqual(['inference server fails']);
  await encoder.close();
  expect(fallback.isClosed).toBe(true);
});

test('an encoder of another space does not stand in', async () => {
  const server = await answering(status(500));
  const fallback = new LetterEncoder({ gate: openGate(), version: '2' });
  const encoder = clientOf(server, { retries: 0 }).textEncoder({ space, fallback });
  await expect(encoder.encode(['abc'])).rejects.toMatchObject({ code: 'unavailable' });
});

test('pictures, and texts beside them, are encoded here where the server cannot', async () => {
  const server = await answering(status(500));
  const fallback = new BrightnessEncoder({ gate: openGate() });
  const remote = { space: fallback.space, pictureSize: 4, hasTexts: true, fallback };
  const encoder = clientOf(server, { retries: 0 }).imageEncoder(remote);
  const picture = { width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect(encoder.pictureSize).toBe(4);
  expect(await encoder.encode([picture])).toEqual(await fallback.encode([picture]));
  expect(await encoder.encodeTexts?.(['abc'])).toEqual(await fallback.encodeTexts(['abc']));
  await encoder.close();
  expect(fallback.isClosed).toBe(true);
});

test('without an encoder to stand in, closing has nothing to close', async () => {
  const server = await answering(row);
  const client = clientOf(server);
  await client.textEncoder({ space }).close();
  const images = client.imageEncoder({ space, pictureSize: 4, hasTexts: false });
  expect(images.encodeTexts).toBeUndefined();
  await images.close();
});

test('nothing to encode is not sent', async () => {
  const server = await answering(row);
  expect(await clientOf(server).encode([])).toEqual({
    vectors: new Float32Array(0),
    truncated: [],
  });
  expect(server.count()).toBe(0);
});

test('one failed part of many ends the others', async () => {
  const closed = deferred<void>();
  const arrived = deferred<void>();
  const server = await answering(
    (request) => {
      request.socket.once('close', () => closed.resolve());
      arrived.resolve();
    },
    (request, response) => void arrived.promise.then(() => status(400)(request, response)),
  );
  const texts = Array.from({ length: 300 }, (_, at) => String(at));
  await expect(clientOf(server).encode(texts)).rejects.toThrow('answers 400');
  await closed.promise;
});
