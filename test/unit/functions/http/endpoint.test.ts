import { expect, test } from 'vitest';
import { z } from 'zod';
import { catchAllTrigger } from '../../../../functions/http/catch-all.js';
import {
  type Answer,
  type EndpointDependencies,
  httpTrigger,
  operation,
} from '../../../../functions/http/endpoint.js';
import { jsonBody } from '../../../../shared/contracts/bodies.js';
import type { Access, OperationSpec } from '../../../../shared/contracts/operation.js';
import { AppError } from '../../../../shared/domain/errors.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { request } from '../../../support/request.js';

const spec = (more: Partial<OperationSpec> & { readonly access?: Access } = {}): OperationSpec => ({
  id: 'test',
  summary: 'A test',
  tag: 'Operations',
  access: 'open',
  success: { status: 200, description: 'Fine' },
  ...more,
});

function setUp(
  handle: () => Promise<Answer> | Answer = () => ({ body: { fine: true } }),
  more: Partial<OperationSpec> = {},
  options: Partial<EndpointDependencies> = {},
) {
  const telemetry = new RecordedTelemetry();
  const dependencies = {
    apiKeys: [],
    adminKeys: [],
    corsOrigins: [],
    telemetry,
    newId: () => 'new-id',
    ...options,
  };
  const operations = { GET: operation(spec(more), handle) };
  const trigger = httpTrigger({ name: 'test', route: 'test', operations }, dependencies);
  return { trigger, telemetry, dependencies };
}

test("a client's own request id is kept where it is sane, and replaced where it is not", async () => {
  const { trigger, telemetry } = setUp();
  const ask = async (id: string) => {
    const answer = await trigger.handle(
      request('GET', '/api/test', { headers: { 'x-request-id': id } }),
    );
    return answer.headers['x-request-id'];
  };
  expect(await ask('order-17:a')).toBe('order-17:a');
  expect(await ask('a b\u001b[31m')).toBe('new-id');
  expect(await ask('x'.repeat(129))).toBe('new-id');
  expect(telemetry.requests.map(({ id }) => id)).toEqual(['order-17:a', 'new-id', 'new-id']);
});

test('a valid traceparent is passed on, and a made-up one is not', async () => {
  const { trigger, telemetry } = setUp();
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await trigger.handle(request('GET', '/api/test', { headers: { traceparent } }));
  await trigger.handle(request('GET', '/api/test', { headers: { traceparent: 'drop table' } }));
  expect(telemetry.requests.map((each) => each.traceparent)).toEqual([traceparent, undefined]);
  expect(telemetry.requests[0]).toMatchObject({ route: 'test', method: 'GET', status: 200 });
});

test('a wrong method is told which are right', async () => {
  const { trigger } = setUp();
  const answer = await trigger.handle(request('PROPFIND', '/api/test'));
  expect(answer).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, OPTIONS', 'content-type': 'application/problem+json' },
  });
});

test('head gets the headers of get, with the length and without the body', async () => {
  const { trigger } = setUp();
  const head = await trigger.handle(request('HEAD', '/api/test'));
  expect(head).toMatchObject({ status: 200, headers: { 'content-length': '13' } });
  expect(head.body).toBeUndefined();
});

test('what may be cached has a tag, and is not sent again to who has it', async () => {
  const { trigger } = setUp(undefined, { cacheControl: 'no-cache' });
  const first = await trigger.handle(request('GET', '/api/test'));
  const { etag = '' } = first.headers;
  expect(etag).toMatch(/^"[\w-]+"$/);
  const ask = (known: string) =>
    trigger.handle(request('GET', '/api/test', { headers: { 'if-none-match': known } }));
  expect(await ask(etag)).toMatchObject({ status: 304, headers: { etag } });
  expect((await ask(`"other", W/${etag}`)).body).toBeUndefined();
  expect((await ask('*')).status).toBe(304);
  expect((await ask('"other"')).status).toBe(200);
});

test('an answer without a body stays without one', async () => {
  const { trigger } = setUp(() => ({}), { cacheControl: 'no-cache' });
  const answer = await trigger.handle(request('GET', '/api/test'));
  expect(answer.body).toBeUndefined();
  expect(answer.headers).not.toHaveProperty('content-type');
});

test('an unknown failure tells the client nothing and telemetry everything', async () => {
  const error = new Error('password=hunter2');
  const { trigger, telemetry } = setUp(() => Promise.reject(error), {
    query: z.strictObject({ secret: z.string() }),
  });
  const answer = await trigger.handle(request('GET', '/api/test?secret=1'));
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('hunter2');
  expect(JSON.parse(String(answer.body))).toMatchObject({ instance: '/api/test', status: 500 });
  expect(telemetry.exceptions).toEqual([error]);
});

test.each([
  ['overloaded', 429],
  ['unavailable', 503],
] as const)('%s says when to try again', async (code, status) => {
  const { trigger } = setUp(() => Promise.reject(new AppError(code, 'wait')));
  const answer = await trigger.handle(request('GET', '/api/test'));
  expect(answer).toMatchObject({
    status,
    headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
  });
});

const keys = {
  apiKeys: ['key-one-0123456789', 'key-two-0123456789'],
  adminKeys: ['admin-0123456789'],
};
const asking = (access: Access, headers: Readonly<Record<string, string>>) =>
  setUp(undefined, { access }, keys).trigger.handle(request('GET', '/api/test', { headers }));

test.each([
  ['key', {}, 401],
  ['key', { 'x-functions-key': 'key-one-012345678' }, 401],
  ['key', { 'x-functions-key': 'key-two-0123456789' }, 200],
  ['key', { authorization: 'Bearer key-one-0123456789' }, 200],
  ['key', { authorization: 'bearer  key-one-0123456789' }, 200],
  ['key', { authorization: 'Basic key-one-0123456789' }, 401],
  ['key', { 'x-functions-key': 'admin-0123456789' }, 200],
  ['admin', { 'x-functions-key': 'key-one-0123456789' }, 403],
  ['admin', { 'x-functions-key': 'admin-0123456789' }, 200],
  ['open', {}, 200],
] as const)('a route for %s asked with %o answers %i', async (access, headers, status) => {
  const answer = await asking(access, { ...headers });
  expect(answer.status).toBe(status);
  if (status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer');
});

test('where no key is configured none is wanted', async () => {
  const { trigger } = setUp(undefined, { access: 'admin' });
  expect((await trigger.handle(request('GET', '/api/test'))).status).toBe(200);
});

test('a listed origin may read the answer with credentials, another may not', async () => {
  const { trigger } = setUp(undefined, {}, { corsOrigins: ['https://shop.example'] });
  const from = async (origin: string) =>
    (await trigger.handle(request('GET', '/api/test', { headers: { origin } }))).headers;
  expect(await from('https://shop.example')).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-credentials': 'true',
    vary: 'origin',
  });
  const other = await from('https://evil.example');
  expect(other).toMatchObject({ vary: 'origin' });
  expect(other).not.toHaveProperty('access-control-allow-origin');
});

test('a preflight is answered without a key and names methods and headers', async () => {
  const cors = { ...keys, corsOrigins: ['https://shop.example'] };
  const { trigger } = setUp(undefined, { access: 'key' }, cors);
  const headers = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
  const answer = await trigger.handle(request('OPTIONS', '/api/test', { headers }));
  expect(answer).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('x-functions-key'),
      'access-control-allow-origin': 'https://shop.example',
    },
  });
});

test('a query that no parameter stands for is refused by name', async () => {
  const { trigger } = setUp();
  const answer = await trigger.handle(request('GET', '/api/test?limit=5&__proto__=1'));
  const { errors } = JSON.parse(String(answer.body));
  expect(errors).toEqual([
    { path: 'limit', message: 'unknown field' },
    { path: '__proto__', message: 'unknown field' },
  ]);
});

test('one answer names what is wrong in path, query, headers and body together', async () => {
  const one = z.strictObject({ a: z.int() });
  const { dependencies } = setUp();
  const all = spec({
    params: one,
    query: one,
    headers: z.object({ 'x-a': z.string() }),
    body: jsonBody(one),
  });
  const operations = { POST: operation(all, () => ({})) };
  const trigger = httpTrigger({ name: 'all', route: 'all/{a}', operations }, dependencies);
  async function* body() {
    yield Buffer.from('{"a": "x"}');
  }
  const headers = { 'content-type': 'application/json; charset="UTF-8"' };
  const params = { a: 'p' };
  const answer = await trigger.handle(
    request('POST', '/api/all/p?a=q', { headers, params, body: body() }),
  );
  const { errors } = JSON.parse(String(answer.body));
  expect(errors.map(({ path }: { path: string }) => path)).toEqual(['a', 'a', 'x-a', 'a']);
});

test('an optional body may be left out', async () => {
  const optional = jsonBody(z.strictObject({ limit: z.int() }).optional());
  const { dependencies } = setUp();
  const run = operation({ ...spec(), body: optional }, ({ body }) => ({
    body: { got: body ?? null },
  }));
  const trigger = httpTrigger({ name: 't', route: 't', operations: { POST: run } }, dependencies);
  expect((await trigger.handle(request('POST', '/api/t'))).body).toBe('{"got":null}');
});

test('the catch-all gives the bare prefix to the index and knows nothing else', async () => {
  const { trigger, dependencies } = setUp();
  const catchAll = catchAllTrigger(trigger, dependencies);
  const ask = (method: string, url: string, rest?: string) =>
    catchAll.handle(request(method, url, { params: rest === undefined ? {} : { rest } }));
  expect((await ask('GET', '/api/')).status).toBe(200);
  expect((await ask('GET', '/api/', '')).status).toBe(200);
  expect((await ask('DELETE', '/api/nope?x=1', 'nope')).status).toBe(404);
  expect((await ask('GET', '/api/%zz', '%zz')).status).toBe(400);
  expect((await ask('OPTIONS', '/api/nope', 'nope')).status).toBe(204);
});
