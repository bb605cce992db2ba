import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { exchange, open, received } from '../support/raw.js';
import { type ServedShop, serveShop } from '../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  const limits = { headersTimeoutMs: 300, requestTimeoutMs: 600, timeoutCheckMs: 50 };
  shop = await serveShop({}, limits);
  await call(shop, 'POST', '/items', { id: 'mug', name: 'Mug' });
});
afterAll(() => shop.close());

/** Whatever is sent here, nothing may change and nobody may be alarmed. */
const sizes = () => Promise.all([shop.store.catalog.count(), shop.store.events.count()]);
let before: readonly number[];
beforeAll(async () => {
  before = await sizes();
});
afterEach(async () => {
  expect(await sizes()).toEqual(before);
  expect(shop.telemetry.exceptions).toEqual([]);
});

const mug = { id: 'new', name: 'New' };
const view = { user_id: 'u', item_id: 'mug', type: 'view' };
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const refusedItems: readonly (readonly [string, unknown, string])[] = [
  ['malformed JSON', '{"id": "x", ', ''],
  ['JSON cut in the middle of a word', 'tru', ''],
  ['NaN', '{"id": "x", "name": "X", "price": NaN}', ''],
  ['no object', '"text"', ''],
  ['null', 'null', ''],
  ['arrays 100,000 deep', `{"id": ${nested(100_000)}, "name": "X"}`, 'id'],
  ['a number for a text', { ...mug, name: 5 }, 'name'],
  ['a text for a number', { ...mug, price: '5' }, 'price'],
  ['a number that is infinite', '{"id": "x", "name": "X", "price": 1e999}', 'price'],
  ['a huge number', { ...mug, price: 1e300 }, 'price'],
  ['a negative price', { ...mug, price: -1 }, 'price'],
  ['an unknown field', { ...mug, colour: 'red' }, 'colour'],
  ['__proto__', '{"id": "x", "name": "X", "__proto__": {"isAdmin": true}}', '__proto__'],
  ['an escaped __proto__', '{"id": "x", "name": "X", "\\u005f_proto__": {}}', '__proto__'],
  [
    '__proto__ among the attributes',
    '{"id": "x", "name": "X", "attributes": {"__proto__": 1}}',
    'attributes.__proto__',
  ],
  ['constructor', { ...mug, constructor: { prototype: {} } }, 'constructor'],
  [
    'constructor among the attributes',
    { ...mug, attributes: { constructor: 1 } },
    'attributes.constructor',
  ],
  ['an object as attribute', { ...mug, attributes: { a: { b: 1 } } }, 'attributes.a'],
  [
    '65 attributes',
    { ...mug, attributes: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`a${i}`, i])) },
    'attributes',
  ],
  ['an empty id', { ...mug, id: '' }, 'id'],
  ['an id of 513 characters', { ...mug, id: 'x'.repeat(513) }, 'id'],
  ['a null byte', { ...mug, id: 'a\0b' }, 'id'],
  ['a null byte in a description', { ...mug, description: 'a\0b' }, 'description'],
  ['a lone surrogate', '{"id": "\\ud800", "name": "X"}', 'id'],
  ['a name of 100,000 characters', { ...mug, name: 'x'.repeat(100_000) }, 'name'],
  ['51 tags', { ...mug, tags: Array.from({ length: 51 }, String) }, 'tags'],
  ['a script for an address', { ...mug, url: 'javascript:alert(1)' }, 'url'],
  ['an address of another scheme', { ...mug, image_url: '//evil.example/x' }, 'image_url'],
  ['a currency in words', { ...mug, currency: 'euro' }, 'currency'],
  ['a time before 1970', { ...mug, created_at: '1969-12-31T23:59:59Z' }, 'created_at'],
  ['a time in the year 9999', { ...mug, created_at: '9999-01-01T00:00:00Z' }, 'created_at'],
  ['a time beyond all years', { ...mug, created_at: 1e20 }, 'created_at'],
  ['31 February', { ...mug, created_at: '2026-02-31' }, 'created_at'],
  ['no time at all', { ...mug, created_at: 'yesterday' }, 'created_at'],
  ['an empty batch', [], ''],
  ['a batch of 1,001', Array.from({ length: 1001 }, (_, i) => ({ ...mug, id: `b${i}` })), ''],
  ['no body', '', ''],
  ['blanks for a body', ' \n ', ''],
];

test.each(refusedItems)('an item of %s is refused where the mistake is', async (_, body, path) => {
  const answer = await call(shop, 'POST', '/items', body);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: 'urn:tastemaker:problem:invalid',
    title: expect.any(String),
    status: 400,
    detail: expect.any(String),
    instance: '/api/items',
    errors: [{ path, message: expect.any(String) }],
  });
  expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
});

const refusedEvents: readonly (readonly [string, unknown, string])[] = [
  ['nobody', { item_id: 'mug', type: 'view' }, 'user_id'],
  ['an unknown type', { ...view, type: '__proto__' }, 'type'],
  ['a number for a user', { ...view, user_id: 5 }, 'user_id'],
  ['a fraction for a session', { ...view, session_id: 1.5 }, 'session_id'],
  ['a huge value', { ...view, value: 1e13 }, 'value'],
  ['an unknown field', { ...view, attributedModel: 'blend' }, 'attributedModel'],
  ['a time two days ahead', { ...view, ts: Date.now() + 2 * 86_400_000 }, 'ts'],
  ['a negative time', { ...view, ts: -1 }, 'ts'],
];

test.each(refusedEvents)(
  'an event of %s is refused where the mistake is',
  async (_, body, path) => {
    const answer = await call(shop, 'POST', '/events', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  },
);

test('1,001 lines are too many, and blank ones are none', async () => {
  const headers = { 'content-type': 'application/x-ndjson' };
  const send = (body: string) => call(shop, 'POST', '/events', body, headers);
  const many = await send(`${JSON.stringify(view)}\n`.repeat(1001));
  expect(many).toMatchObject({ status: 400, body: { detail: expect.stringContaining('1000') } });
  expect((await send('\n\n \n')).status).toBe(400);
});

test.each(['0', '-1', '101', 'x', '', '1.5', '1e1', '0x10', ' 5', '99999999999999999999'])(
  'a limit of "%s" is refused',
  async (limit) => {
    const answer = await call(shop, 'GET', `/items?limit=${encodeURIComponent(limit)}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'limit' }] } });
  },
);

test('a filter 1,000 deep is refused', async () => {
  const filter = `${'('.repeat(1000)}price < 1${')'.repeat(1000)}`;
  const answer = await call(shop, 'GET', `/items?filter=${encodeURIComponent(filter)}`);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'filter' }] } });
});

test('an id of SQL is but an id', async () => {
  const id = encodeURIComponent("'; DROP TABLE items; --");
  expect((await call(shop, 'GET', `/items/${id}`)).status).toBe(404);
  expect((await call(shop, 'DELETE', `/items/${id}`)).status).toBe(404);
});

test.each(['__proto__', 'constructor', 'toString'])('the id %s finds nothing', async (id) => {
  expect((await call(shop, 'GET', `/items/${id}`)).status).toBe(404);
  expect((await call(shop, 'GET', `/users/${id}`)).status).toBe(404);
});

test.each(['..%2f..%2fetc%2fpasswd', '..%5c..', '%2e%2e%2fx'])(
  'the path %s leads to no file',
  async (id) => {
    const answer = await call(shop, 'GET', `/items/${id}`);
    expect(answer).toMatchObject({ status: 404, body: { title: 'There is no such thing' } });
  },
);

test('a null byte in a path is refused, and bytes that are not UTF-8 too', async () => {
  expect(await call(shop, 'GET', '/items/a%00b')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'id' }] },
  });
  expect((await call(shop, 'GET', '/items/%E4')).status).toBe(400);
  expect((await call(shop, 'GET', '/items/%zz')).status).toBe(400);
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=latin1',
  '',
])('a body of type "%s" is of the wrong one', async (type) => {
  const answer = await call(shop, 'POST', '/items', '{}', { 'content-type': type });
  expect(answer).toMatchObject({
    status: 415,
    body: { detail: expect.stringContaining('application/json or application/x-ndjson') },
  });
});

test('a compressed body is refused, and lines where one object is wanted', async () => {
  const zipped = await call(shop, 'POST', '/items', '{}', { 'content-encoding': 'gzip' });
  expect(zipped.status).toBe(415);
  const lines = { 'content-type': 'application/x-ndjson' };
  expect((await call(shop, 'PUT', '/items/x', '{}', lines)).status).toBe(415);
});

test('a body that is not UTF-8 is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
  const answer = await fetch(`${shop.origin}/api/items`, { method: 'POST', headers, body });
  expect(answer.status).toBe(400);
});

test.each([1_048_577, 10_485_760])('a body of %i bytes is too large', async (size) => {
  const body = `{"id": "x", "name": "${'x'.repeat(size - 23)}"}`;
  const answer = await call(shop, 'POST', '/items', body);
  expect(answer).toMatchObject({ status: 413, body: { status: 413 } });
});

test('a body that grows too large while it streams is refused before its end', async () => {
  const socket = open(shop.origin);
  const answer = received(socket);
  socket.write('POST /api/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
  socket.write('Transfer-Encoding: chunked\r\n\r\n');
  const piece = 'x'.repeat(65_536);
  for (let sent = 0; sent <= 1_048_576; sent += 65_536) socket.write(`10000\r\n${piece}\r\n`);
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a string of almost a megabyte is refused for its length, not its size', async () => {
  const answer = await call(shop, 'POST', '/items', { ...mug, description: 'x'.repeat(1_000_000) });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'description' }] } });
});

test('a wrong method is told the right ones', async () => {
  const answer = await call(shop, 'PUT', '/items', mug);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
});

test.each(['/nope', '/items/a/b/c', '/ITEMS'])('%s is no route', async (path) => {
  const answer = await call(shop, 'GET', path);
  const expected = { type: 'urn:tastemaker:problem:not-found', instance: `/api${path}` };
  expect(answer).toMatchObject({ status: 404, body: expected });
});

test('what lies outside the API is no route either', async () => {
  const answer = await fetch(`${shop.origin}/favicon.ico`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test('a client that hangs up in the middle of its body is dropped quietly', async () => {
  const socket = open(shop.origin);
  const head = 'POST /api/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  await new Promise((resolve) => socket.write(`${head}Content-Length: 100\r\n\r\n{"id"`, resolve));
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await gone;
  expect((await call(shop, 'GET', '/healthz')).status).toBe(200);
});

test('a client that dawdles over its headers is sent away', async () => {
  const socket = open(shop.origin);
  socket.write('GET /api/healthz HTTP/1.1\r\nHost: x\r\nX-Slow');
  expect(await received(socket)).toMatch(/^HTTP\/1\.1 408 .*"status":408/s);
});

test('a client that dawdles over its body is sent away', async () => {
  const socket = open(shop.origin);
  const head = 'POST /api/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 100\r\n\r\n{"id"`);
  expect(await received(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

test('what is not HTTP is answered with a problem', async () => {
  expect(await exchange(shop.origin, 'HELO there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
});

test('headers beyond all measure are refused', async () => {
  const head = `GET /api/healthz HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(40_000)}\r\n\r\n`;
  expect(await exchange(shop.origin, head)).toMatch(/^HTTP\/1\.1 431 /);
});
