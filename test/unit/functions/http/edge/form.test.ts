import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readBody } from '../../../../../functions/http/edge/body.js';
import { commaList, line } from '../../../../../shared/contracts/fields.js';
import { fileField, formOrJsonBody } from '../../../../../shared/contracts/forms.js';
import { request } from '../../../../support/request.js';

const form = z.strictObject({
  file: fileField.optional(),
  name: line(20).optional(),
  tags: commaList(line(10), 3).optional(),
});
const json = z.strictObject({ name: line(20), tags: z.array(line(10)).optional() });
const spec = formOrJsonBody<z.output<typeof form>>({ form, json, maxFileSizeBytes: 1_000 });

const boundary = 'b0und4ry';
const field = (name: string, value: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (content: string, name = 'file', fileName = 'a.jpg') =>
  [
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"`,
    `content-type: image/jpeg\r\n\r\n${content}\r\n`,
  ].join('\r\n');
const end = `--${boundary}--\r\n`;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Sends the body in pieces of the given length; `taken` tells how much of it was read. */
function send(body: string | Uint8Array, pieceLength = 7, headers = {}) {
  const bytes = Buffer.from(body);
  const taken = { bytes: 0 };
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceLength) {
      const piece = bytes.subarray(at, at + pieceLength);
      taken.bytes += piece.length;
      yield piece;
    }
  }
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const sent = request('POST', '/api/x', { headers: { ...type, ...headers }, body: pieces() });
  return { read: readBody(spec, sent), taken };
}

test.each([1, 7, 64, 10_000])('a form in pieces of %i bytes is read as it is', async (length) => {
  const content = '\r\n--b0und4rx\r\n--b\r\r\n-\r\n--b0und4r';
  const body = `${field('name', 'Küche 식탁')}${file(content)}${field('tags', 'a')}${end}`;
  expect(await send(body, length).read).toEqual({
    ok: true,
    value: { name: 'Küche 식탁', file: bytesOf(content), tags: ['a'] },
  });
});

test('fields of one name are joined by commas, as in a query string', async () => {
  const body = `${field('tags', 'a')}${field('tags', 'b,c')}${end}`;
  expect(await send(body).read).toEqual({ ok: true, value: { tags: ['a', 'b', 'c'] } });
});

test.each([1, 7, 64, 10_000])('what comes after the last part is let be: %i', async (length) => {
  const body = `${field('name', 'a')}${end}epilogue`;
  expect(await send(body, length).read).toEqual({ ok: true, value: { name: 'a' } });
});

test('the same may come as JSON, and has no file then', async () => {
  const headers = { 'content-type': 'application/json' };
  expect(await send('{"name": "a"}', 99, headers).read).toMatchObject({ ok: true });
  const withFile = await send('{"name": "a", "file": "AAAA"}', 99, headers).read;
  expect(withFile).toMatchObject({ ok: false, complaints: [{ path: 'file' }] });
});

test.each([
  ['two files', `${file('a')}${file('b')}${end}`, 'file', 'expected one file, got more'],
  ['an empty file', `${file('')}${end}`, 'file', 'expected a file that is not empty'],
  ['text for a file', `${field('file', 'a')}${end}`, 'file', 'expected a file, got text'],
  ['a file for a text', `${file('a', 'name')}${end}`, 'name', 'expected no file in this field'],
  ['a file of no name', `${file('a', '')}${end}`, '', 'expected no file in this field'],
])('a form of %s is refused where the mistake is', async (_, body, path, message) => {
  await expect(send(body, 1_000).read).rejects.toMatchObject({
    code: 'invalid',
    complaints: [{ path, message: expect.stringContaining(message) }],
  });
});

test.each([
  ['an unknown field', field('colour', 'red'), 'colour'],
  ['__proto__', field('__proto__', 'red'), '__proto__'],
  ['a part without a name', field('', 'red'), ''],
  ['a part without a head', `--${boundary}\r\nx: y\r\n\r\nb\r\n`, ''],
  ['a head named __proto__', `--${boundary}\r\n__proto__: a\r\n\r\nb\r\n`, ''],
  ['a head named constructor', `--${boundary}\r\nconstructor: a\r\n\r\nb\r\n`, ''],
  ['a name that is too long', field('name', 'x'.repeat(21)), 'name'],
])('%s in a form is refused by the schema', async (_, part, path) => {
  const checked = await send(`${part}${end}`, 1_000).read;
  expect(checked).toMatchObject({ ok: false, complaints: [{ path }] });
});

test.each([
  ['nothing but text', 'hello'],
  ['another boundary', field('name', 'a').replaceAll(boundary, 'other')],
  ['no end', field('name', 'a')],
  ['no end of a file', file('abc')],
  ['no end of a head', `--${boundary}\r\ncontent-disposition: form-data`],
  ['a head of 9,000 bytes', `--${boundary}\r\nx: ${'y'.repeat(9_000)}\r\n\r\nb\r\n${end}`],
  ['65 parts', `${field('tags', '').repeat(65)}${end}`],
  ['text that is not UTF-8', Buffer.from(`${field('name', '\xff')}${end}`, 'latin1')],
])('%s is no form', async (_, body) => {
  await expect(send(body).read).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('expected a whole form'),
  });
});

test.each([
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; x=y',
  `multipart/form-data; boundary=${'b'.repeat(71)}`,
])('a form of the type "%s" has no boundary', async (type) => {
  const { read } = send(`${field('name', 'a')}${end}`, 99, { 'content-type': type });
  await expect(read).rejects.toMatchObject({ code: 'invalid' });
});

test('a form where none is taken is of the wrong type', async () => {
  const { form: _, ...without } = { ...spec, mediaTypes: ['application/json' as const] };
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const sent = request('POST', '/', { headers, body: (async function* () {})() });
  await expect(readBody(without, sent)).rejects.toMatchObject({ code: 'unsupported-media-type' });
});

test('a file that is too large is read no further than that is known', async () => {
  const { read, taken } = send(`${file('x'.repeat(30_000))}${end}`, 100);
  await expect(read).rejects.toMatchObject({
    code: 'too-large',
    message: 'expected a file of at most 1000 bytes, got more',
  });
  expect(taken.bytes).toBeLessThan(1_500);
});

test('a file of exactly the most bytes is read', async () => {
  const checked = await send(`${file('x'.repeat(1_000))}${end}`, 64).read;
  expect(checked).toMatchObject({ ok: true, value: { file: bytesOf('x'.repeat(1_000)) } });
});

test('a body that is too long by its head is not read at all', async () => {
  const { read, taken } = send(end, 100, { 'content-length': '70000' });
  await expect(read).rejects.toMatchObject({ code: 'too-large' });
  expect(taken.bytes).toBe(0);
});

test('fields that are too large together are refused', async () => {
  const { read } = send(`${field('a', 'x'.repeat(40_000))}${field('b', 'x'.repeat(40_000))}`, 999);
  await expect(read).rejects.toMatchObject({ code: 'too-large' });
});

test('after a mistake nothing more is read', async () => {
  const { read, taken } = send(`${file('a')}${file('b')}${file('c'.repeat(900))}${end}`, 50);
  await expect(read).rejects.toMatchObject({ code: 'invalid' });
  expect(taken.bytes).toBeLessThan(500);
});

test('whatever is done to a form, it is read or refused, and never left waiting', async () => {
  const whole = Buffer.from(`${field('name', 'a')}${file('some bytes\r\n--b')}${end}`);
  const spliced = fc.record({
    at: fc.nat(whole.length),
    cut: fc.nat(40),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom('\r\n', '\r\n\r\n', '--', `--${boundary}`, '"', ';', ':').map(Buffer.from),
    ),
  });
  const bodies = fc
    .array(spliced, { minLength: 1, maxLength: 4 })
    .map((splices) =>
      splices.reduce(
        (bytes, { at, cut, put }) =>
          Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
        whole,
      ),
    );
  await fc.assert(
    fc.asyncProperty(bodies, fc.integer({ min: 1, max: 80 }), async (body, length) => {
      const outcome = await send(body, length).read.catch((error: unknown) => error);
      const isFine = z.object({ ok: z.boolean() }).safeParse(outcome).success;
      if (!isFine) expect(outcome).toMatchObject({ name: 'AppError', code: 'invalid' });
    }),
    { numRuns: 1_000 },
  );
});
