import { expect, test } from 'vitest';
import { textToFloats } from '../../../../shared/contracts/inference/float-text.js';
import {
  encodedAnswerSchema,
  inferenceLimits,
  inferencePaths,
} from '../../../../shared/contracts/inference.js';
import { letterEncoders, serveInference } from '../../../support/inference-server.js';
import { Gate, LetterEncoder, openGate, poison } from '../../../support/letter-encoders.js';
import { open, received } from '../../../support/raw.js';

const embed = (origin: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(origin + inferencePaths.texts, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  });

test('a row comes back for each text, as little-endian floats, with the space', async () => {
  const { origin } = await serveInference();
  const answer = encodedAnswerSchema.parse(
    await (await embed(origin, { texts: ['ab', ''] })).json(),
  );
  expect(answer.space).toEqual({ model: 'letters', version: '1', dimensions: 8 });
  expect(answer.truncated).toEqual([false, false]);
  const { vectors } = await new LetterEncoder({ gate: openGate() }).encode(['ab', '']);
  expect(textToFloats(answer.vectors, 16)).toEqual(vectors);
});

test('with keys, only health and readiness are open', async () => {
  const key = 'k'.repeat(16);
  const { origin } = await serveInference(letterEncoders(), [key]);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  const refused = await fetch(`${origin}/metrics`);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  expect((await embed(origin, { texts: ['a'] })).status).toBe(401);
  const wrong = { authorization: `Bearer ${'x'.repeat(16)}` };
  expect((await embed(origin, { texts: ['a'] }, wrong)).status).toBe(401);
  expect((await embed(origin, { texts: ['a'] }, { 'x-functions-key': key })).status).toBe(200);
  const headers = { authorization: `Bearer ${key}` };
  expect((await fetch(`${origin}/metrics`, { headers })).status).toBe(200);
});

test('what is not there is 404, and a wrong method is told the right one', async () => {
  const { origin } = await serveInference();
  expect((await fetch(`${origin}/v1/nothing`)).status).toBe(404);
  const wrong = await fetch(origin + inferencePaths.texts);
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('POST');
  const head = await fetch(`${origin}/healthz?verbose`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('an encoder that is not there is said to be missing', async () => {
  const { origin } = await serveInference({});
  expect((await embed(origin, { texts: ['a'] })).status).toBe(404);
  expect((await embed(origin, { texts: ['a'], with: 'image' })).status).toBe(404);
  expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({ encoders: [] });
});

test('an answer carries the id of its request', async () => {
  const { origin, telemetry } = await serveInference();
  const given = await fetch(`${origin}/healthz`, { headers: { 'x-request-id': 'abc-1' } });
  expect(given.headers.get('x-request-id')).toBe('abc-1');
  const odd = await fetch(`${origin}/healthz`, { headers: { 'x-request-id': 'a b' } });
  expect(odd.headers.get('x-request-id')).toBe('an-id-of-ours');
  expect(telemetry.requests).toMatchObject([
    { id: 'abc-1', route: '/healthz', method: 'GET', status: 200 },
    { id: 'an-id-of-ours' },
  ]);
});

test('what one text does to the encoder, others in its batch do not pay for', async () => {
  const gate = new Gate();
  gate.open(6);
  const { origin, telemetry } = await serveInference(letterEncoders({ gate }));
  const first = embed(origin, { texts: ['first'] });
  const others = [['a'], [poison], ['b']].map((texts) => embed(origin, { texts }));
  await expect
    .poll(async () => (await fetch(`${origin}/metrics`)).text())
    .toContain('queue_length{encoder="text"} 3');
  gate.open(Number.POSITIVE_INFINITY);
  const answers = await Promise.all([first, ...others]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200]);
  expect(await answers[2]?.json()).not.toMatchObject({ detail: expect.stringContaining(poison) });
  expect(telemetry.exceptions).toMatchObject([{ message: 'cannot encode poison' }]);
});

test('bodies that together take too much memory are refused before they are read', async () => {
  const { origin } = await serveInference();
  const type = 'content-type: application/vnd.tastemaker.pictures';
  const head = `POST ${inferencePaths.pictures} HTTP/1.1\r\nhost: x\r\n${type}\r\n`;
  const length = `content-length: ${inferenceLimits.maxPicturesBytes}\r\nexpect: 100-continue`;
  const sockets = Array.from({ length: 9 }, () => open(origin));
  for (const socket of sockets.slice(0, 8)) {
    socket.write(`${head}${length}\r\n\r\n`);
    // It has been let in once it is asked for its body.
    await new Promise((resolve) => socket.once('data', resolve));
  }
  const last = sockets[8] ?? open(origin);
  last.write(`${head}transfer-encoding: chunked\r\nconnection: close\r\n\r\n`);
  const answer = received(last);
  await new Promise((resolve) => last.once('data', resolve));
  last.end();
  expect(await answer).toMatch(/^HTTP\/1.1 429 [\s\S]*retry-after: 1/);
  for (const socket of sockets) socket.destroy();
});

test('an encoder that fails when it is tried out keeps the server from being ready', async () => {
  const { text } = letterEncoders();
  const failing = {
    space: { model: 'none', version: '1', dimensions: 8 },
    encode: () => Promise.reject(new Error('no weights')),
    close: async () => undefined,
  };
  const served = text && { ...text, encoder: failing };
  await expect(serveInference(served && { text: served })).rejects.toThrow('no weights');
});

test('an address that is taken is said to be', async () => {
  const { origin } = await serveInference();
  const port = Number(new URL(origin).port);
  await expect(serveInference(letterEncoders(), [], port)).rejects.toThrow('EADDRINUSE');
});
