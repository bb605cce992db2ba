import { expect, test } from 'vitest';
import { httpTrigger, operation } from '../../../../functions/http/endpoint.js';
import { handFed } from '../../../support/hand-fed.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { request } from '../../../support/request.js';

/** A route whose answer is made piece by piece by hand. */
function setUp(more: { readonly cacheControl?: string } = {}) {
  const fed = handFed();
  const telemetry = new RecordedTelemetry();
  const success = { status: 200, description: 'News', mediaType: 'text/event-stream' };
  const spec = { id: 'news', summary: 'News', tag: 'Operations', access: 'open', success } as const;
  const GET = operation({ ...spec, ...more }, () => ({ body: fed.pieces }));
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], newId: () => 'id', telemetry };
  const trigger = httpTrigger({ name: 'news', route: 'news', operations: { GET } }, edge);
  return { fed, telemetry, ask: (method: string) => trigger.handle(request(method, '/api/news')) };
}

test('a body that is made piece by piece passes as it is, and has no ETag', async () => {
  const { fed, ask } = setUp({ cacheControl: 'no-cache' });
  const { headers, body } = await ask('GET');
  expect(headers['content-type']).toBe('text/event-stream');
  expect(headers).not.toHaveProperty('etag');
  const iterator = (body as AsyncIterable<string>)[Symbol.asyncIterator]();
  const next = iterator.next();
  fed.give('one');
  expect(await next).toEqual({ done: false, value: 'one' });
  await iterator.return?.();
  expect(fed.isLetGo).toBe(true);
});

test('what cannot be made is reported, though the client can be told no more', async () => {
  const { fed, telemetry, ask } = setUp();
  const { body } = await ask('GET');
  const next = (body as AsyncIterable<string>)[Symbol.asyncIterator]().next();
  fed.fail(new Error('no news'));
  await expect(next).rejects.toThrow('no news');
  expect(telemetry.exceptions).toEqual([new Error('no news')]);
});

test('head makes no pieces, and tells no length of them', async () => {
  const { fed, ask } = setUp();
  const { headers, body } = await ask('HEAD');
  expect(body).toBeUndefined();
  expect(headers).not.toHaveProperty('content-length');
  expect(fed.isLetGo).toBe(true);
});
