import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call } from '../../../../support/call.js';
import { blankPng, quarters } from '../../../../support/pictures.js';
import { open, received } from '../../../../support/raw.js';
import { type SearchShop, serveSearchShop } from '../../../../support/search-shop.js';

let shop: SearchShop;
let png: Buffer;
beforeAll(async () => {
  shop = await serveSearchShop();
  png = await quarters('rgbw').png().toBuffer();
});
afterAll(() => shop.close());
afterEach(() => {
  expect(shop.telemetry.exceptions).toEqual([]);
});

type Parts = readonly (readonly [string, string | Uint8Array, string?])[];

async function send(parts: Parts) {
  const form = new FormData();
  for (const [name, value, fileName = 'photo.jpg'] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([Buffer.from(value)], { type: 'image/jpeg' }), fileName);
  }
  const response = await fetch(`${shop.origin}/api/search_similar`, { method: 'POST', body: form });
  return { status: response.status, body: await response.json() };
}

const file = (content: Uint8Array, name = 'photo.jpg') => ['file', content, name] as const;
const text = (content: string) => Buffer.from(content);

test.each([
  ['0', '>'],
  ['101', '<'],
  ['x', ''],
  ['', ''],
  ['-1', ''],
  ['1.5', ''],
  ['1e1', ''],
])('a top_k of "%s" is refused', async (top_k) => {
  const answer = await send([file(png), ['top_k', top_k]]);
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'top_k', message: expect.stringContaining('from 1 to 100') }] },
  });
});

test.each([0, 101, 'x', 1.5, null])('a top_k of %j is refused in JSON', async (top_k) => {
  const answer = await call(shop, 'POST', '/search_similar', { positive: ['red'], top_k });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'top_k' }] } });
});

test.each([
  ['no file', () => [['top_k', '5']] as Parts, 'file'],
  ['two files', () => [file(png), file(png)], 'file'],
  ['an empty file', () => [file(text(''))], 'file'],
  ['text for a file', () => [['file', 'hello']] as Parts, 'file'],
  ['a file for a text', () => [['text', png, 'a.png']] as Parts, 'text'],
  ['a file of another name', () => [['photo', png, 'a.png']] as Parts, 'photo'],
  ['an unknown field', () => [file(png), ['colour', 'red']] as Parts, 'colour'],
  ['a bad filter', () => [file(png), ['filter', 'price <']] as Parts, 'filter'],
  ['a file and words', () => [file(png), ['text', 'red']] as Parts, 'file'],
  ['a file and an address', () => [file(png), ['image_url', 'http://a.b']] as Parts, 'file'],
  ['blank words', () => [['text', ' ']] as Parts, 'text'],
  ['21 examples', () => [['positive', 'a,'.repeat(21)]] as Parts, 'positive'],
])('a form of %s is refused where the mistake is', async (_, parts, path) => {
  expect(await send(parts())).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

test.each(['1,2,3', '1,2,3,4,5', 'a,b,c,d', '0,0,0,5', '0,0,5,0', '-1,0,5,5', '0.5,0,5,5', ''])(
  'the crop "%s" is none',
  async (crop) => {
    const answer = await send([file(png), ['crop', crop]]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'crop' }] } });
  },
);

test('a crop must lie inside the picture, and needs one', async () => {
  expect(await send([file(png), ['crop', '30,0,11,5']])).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('inside the picture of 40 × 24') },
  });
  const crop = ['crop', '0,0,5,5'] as const;
  expect(await send([['positive', 'red'], crop])).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'crop' }] },
  });
});

test.each([
  ['text named .jpg', () => file(text('I am a photo'))],
  ['an SVG', () => file(text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg')],
  ['an SVG named .png', () => file(text('<?xml version="1.0"?><svg/>'), 'a.png')],
  ['a PDF', () => file(text('%PDF-1.7'), 'a.pdf')],
  ['a page', () => file(text('<!doctype html>'), 'a.gif')],
])('%s is no picture', async (_, part) => {
  expect(await send([part()])).toMatchObject({
    status: 415,
    body: { detail: 'expected a JPEG, PNG, WebP or GIF file, got another' },
  });
});

test('a truncated JPEG is damaged', async () => {
  const jpeg = await quarters('rgbw', 400, 400).jpeg().toBuffer();
  expect(await send([file(jpeg.subarray(0, jpeg.length / 2))])).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('damaged') },
  });
});

test('a PNG of 20,000 × 20,000 pixels is too large, however short the file is', async () => {
  expect(await send([file(blankPng(20_000, 20_000))])).toMatchObject({
    status: 413,
    body: { detail: expect.stringContaining('at most 50 million pixels') },
  });
});

test('an upload of 11 MB is too large', async () => {
  expect((await send([file(new Uint8Array(11 * 1_048_576))])).status).toBe(413);
});

test('an upload that turns out too large while it streams is refused before its end', async () => {
  const socket = open(shop.origin);
  const answer = received(socket);
  const head = [
    'POST /api/search_similar HTTP/1.1',
    'Host: x',
    'Content-Type: multipart/form-data; boundary=b',
    'Transfer-Encoding: chunked',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const chunk = (content: string) => `${content.length.toString(16)}\r\n${content}\r\n`;
  socket.write(
    chunk('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'),
  );
  for (let sent = 0; sent <= 10 * 1_048_576; sent += 65_536) {
    socket.write(chunk('x'.repeat(65_536)));
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
});

test.each([
  ['no boundary', 'multipart/form-data', '--b--'],
  ['another boundary', 'multipart/form-data; boundary=c', '--b\r\n\r\n\r\n--b--'],
  ['no end', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data'],
  ['no parts', 'multipart/form-data; boundary=b', '--b--'],
  ['nothing', 'multipart/form-data; boundary=b', ''],
])('a form with %s is refused', async (_, type, body) => {
  const headers = { 'content-type': type };
  expect((await call(shop, 'POST', '/search_similar', body, headers)).status).toBe(400);
});

test.each(['image/jpeg', 'text/plain', 'application/x-www-form-urlencoded'])(
  'a body of the type %s is of the wrong one',
  async (type) => {
    const headers = { 'content-type': type };
    expect(await call(shop, 'POST', '/search_similar', 'x', headers)).toMatchObject({
      status: 415,
      body: { detail: expect.stringContaining('multipart/form-data or application/json') },
    });
  },
);
