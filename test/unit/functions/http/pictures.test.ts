import { expect, test } from 'vitest';
import { pictureTrigger } from '../../../../functions/http/pictures.js';
import type { HttpRequest } from '../../../../functions/trigger.js';
import { itemMirror } from '../../../../shared/adapters/memory/item-mirror.js';
import type { Item } from '../../../../shared/domain/item.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { request } from '../../../support/request.js';

const mug: Item = {
  id: 'mug-01',
  name: '<script>alert(1)</script>',
  categories: ['Kitchen', 'Mugs'],
  tags: [],
  attributes: { colour: 'Teal', pattern: 'Stripes' },
  isActive: true,
  createdAt: 0,
};

const items = itemMirror();
items.apply([
  { kind: 'item', item: mug },
  { kind: 'item', item: { ...mug, id: 'plain', attributes: {} } },
  { kind: 'item', item: { ...mug, id: 'a/ü', attributes: { colour: 'Red' } } },
]);
const trigger = pictureTrigger({
  items,
  apiKeys: ['a key that nobody sends'],
  adminKeys: [],
  corsOrigins: [],
  telemetry: new RecordedTelemetry(),
  newId: () => 'request',
});

function get(id: string, headers: HttpRequest['headers'] = {}, method = 'GET') {
  const url = `/api/pictures/${encodeURIComponent(id)}`;
  return trigger.handle(request(method, url, { headers, params: { id } }));
}

test('a picture comes as an SVG image that may run nothing, without a key', async () => {
  const { status, headers, body } = await get('mug-01');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'cache-control': 'public, max-age=3600',
    'content-security-policy': expect.stringContaining("default-src 'none'; sandbox"),
    'x-content-type-options': 'nosniff',
  });
  expect(body).toMatch(/^<svg .*<title>Mugs: Teal, Stripes<\/title>.*<\/svg>$/s);
  expect(body).not.toContain('script');
});

test('a picture that the client has already is not sent again', async () => {
  const { etag } = (await get('mug-01')).headers;
  const again = await get('mug-01', { 'if-none-match': etag });
  expect(again).toMatchObject({ status: 304, headers: { etag } });
  expect(again.body).toBeUndefined();
});

test('an id with slashes and letters beyond ASCII has its picture', async () => {
  expect((await get('a/ü')).status).toBe(200);
});

test.each([
  ['plain', 'the item plain has no drawing'],
  ['nobody', 'no item nobody'],
  ['__proto__', 'no item __proto__'],
])('%s has no picture, and the problem says why', async (id, detail) => {
  const { status, headers, body } = await get(id);
  expect(status).toBe(404);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(String(body))).toMatchObject({ status: 404, detail });
});

test('a picture cannot be posted', async () => {
  expect(await get('mug-01', {}, 'POST')).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, OPTIONS' },
  });
});
