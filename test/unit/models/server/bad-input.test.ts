import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { writePictures } from '../../../../shared/contracts/inference/picture-frames.js';
import {
  inferenceLimits,
  inferencePaths,
  picturesMediaType,
} from '../../../../shared/contracts/inference.js';
import { serveInference } from '../../../support/inference-server.js';
import { exchange, open, received } from '../../../support/raw.js';

interface Sent {
  readonly path?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

async function send({ path = inferencePaths.texts, type, headers, body }: Sent) {
  const { origin, telemetry } = await serveInference();
  const response = await fetch(origin + path, {
    ...{ method: 'POST', body },
    headers: { 'content-type': type ?? 'application/json', ...headers },
  });
  expect(telemetry.exceptions).toEqual([]);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return { status: response.status, problem: (await response.json()) as object };
}

const texts = (count: number) => JSON.stringify({ texts: new Array(count).fill('a') });
const pixel = { width: 1, height: 1, pixels: Uint8Array.of(1, 2, 3) };
const { maxTexts, maxTextLength, maxTextsBytes, maxPictures, maxPictureSide } = inferenceLimits;

test.each([
  ['an empty list', '{"texts": []}', 'texts'],
  ['no texts', '{}', 'texts'],
  ['a text instead of a list', '{"texts": "a"}', 'texts'],
  ['a number for a text', '{"texts": ["a", 1]}', 'texts.1'],
  ['too many texts', texts(maxTexts + 1), 'texts'],
  ['a text that is too long', `{"texts": ["${'a'.repeat(maxTextLength + 1)}"]}`, 'texts.0'],
  ['an unknown field', '{"texts": ["a"], "model": "b"}', 'model'],
  ['an encoder that nobody knows', '{"texts": ["a"], "with": "sound"}', 'with'],
  ['no JSON', '{"texts": [', ''],
  ['no body', '', ''],
])('%s is not valid, and the complaint says where', async (_, body, path) => {
  const { status, problem } = await send({ body });
  expect(status).toBe(400);
  expect(problem).toMatchObject({ errors: [{ path }] });
});

test('bytes that are no UTF-8 are not valid', async () => {
  expect((await send({ body: Uint8Array.of(0xff, 0xfe) })).status).toBe(400);
});

test.each([
  ['no type', { type: '' }],
  ['another type', { type: 'text/plain' }],
  ['another alphabet', { type: 'application/json; charset=latin1' }],
  ['pictures for texts', { type: picturesMediaType }],
  ['texts for pictures', { path: inferencePaths.pictures }],
  ['a compressed body', { headers: { 'content-encoding': 'gzip' } }],
])('%s is a media type that is not read', async (_, sent) => {
  expect((await send({ body: texts(1), ...sent })).status).toBe(415);
});

test('a body that says it is too large is not read', async () => {
  const body = new Uint8Array(maxTextsBytes + 1);
  expect((await send({ body })).status).toBe(413);
});

test('a body that turns out too large is not read to its end', async () => {
  const { origin } = await serveInference();
  const socket = open(origin);
  const answer = received(socket);
  const type = 'content-type: application/json\r\ntransfer-encoding: chunked';
  socket.write(`POST ${inferencePaths.texts} HTTP/1.1\r\nhost: x\r\n${type}\r\n\r\n`);
  const piece = ' '.repeat(0x10000);
  for (let sent = 0; sent <= maxTextsBytes; sent += piece.length) {
    socket.write(`10000\r\n${piece}\r\n`);
  }
  socket.end('0\r\n\r\n');
  expect(await answer).toMatch(/^HTTP\/1.1 413 /);
});

const cut = (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -1);
const ofSize = (width: number, height: number) =>
  writePictures([{ ...pixel, width, height, pixels: new Uint8Array(0) }]);

test.each([
  ['no picture', new Uint8Array(0), 'expected at least one picture, got none'],
  ['half a header', Uint8Array.of(1, 0, 0), 'picture 0: expected width and height, got 3 bytes'],
  ['a picture without its last byte', cut(writePictures([pixel, pixel])), 'picture 1: expected 3'],
  ['no width', ofSize(0, 1), 'expected 1 to 1024 pixels a side, got 0 × 1'],
  ['too wide a picture', writePictures([wide()]), `got ${maxPictureSide + 1} × 1`],
  [
    'too many pictures',
    writePictures(new Array(maxPictures + 1).fill(pixel)),
    'expected at most 64',
  ],
])('%s is not valid', async (_, body, detail) => {
  const { status, problem } = await send({
    ...{ path: inferencePaths.pictures, type: picturesMediaType, body },
  });
  expect(status).toBe(400);
  expect(problem).toMatchObject({ detail: expect.stringContaining(detail) });
});

function wide() {
  const width = maxPictureSide + 1;
  return { width, height: 1, pixels: new Uint8Array(width * 3) };
}

test('a body that ends too early harms nobody', async () => {
  const { origin, telemetry } = await serveInference();
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const type = 'content-type: application/json\r\ncontent-length: 100';
  socket.write(`POST ${inferencePaths.texts} HTTP/1.1\r\nhost: x\r\n${type}\r\n\r\n{"tex`);
  socket.end();
  await expect.poll(() => telemetry.requests.length).toBe(1);
  expect(telemetry.exceptions).toEqual([]);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
});

test('what is no HTTP is refused', async () => {
  const { origin } = await serveInference();
  expect(await exchange(origin, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
});
