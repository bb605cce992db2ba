import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../../../support/call.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop({ apiKeys: ['a-key-of-sixteen-characters'] });
});
afterAll(() => shop.close());

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}
const getDocument = async () => (await call(shop, 'GET', '/openapi.json')).body as Document;

test('every route that is served is documented, and every documented one is served', async () => {
  const { paths, openapi } = await getDocument();
  expect(openapi).toBe('3.1.0');
  const served = shop.triggers.map(({ route }) => (route === '{*rest}' ? '/' : `/${route}`));
  expect(Object.keys(paths).sort()).toEqual(served.sort());
});

test('the documented methods of a route are the ones it allows', async () => {
  const { paths } = await getDocument();
  for (const [path, operations] of Object.entries(paths)) {
    const { headers, status } = await call(shop, 'OPTIONS', path.replace(/[{}]/g, ''));
    expect(status).toBe(204);
    const allowed = headers.get('allow')?.toLowerCase().split(', ') ?? [];
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(operations)));
    expect(allowed.filter((each) => each !== 'head' && each !== 'options').sort()).toEqual(
      Object.keys(operations).sort(),
    );
  }
});

test('every part of a path is a documented parameter, and operations have names of their own', async () => {
  const { paths } = await getDocument();
  const names: string[] = [];
  for (const [path, operations] of Object.entries(paths)) {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters, operationId } of Object.values(operations)) {
      const documented = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      expect(documented).toEqual(parts);
      names.push(operationId);
    }
  }
  expect(new Set(names).size).toBe(names.length);
});

test('every reference in the document leads somewhere in it', async () => {
  const document = await getDocument();
  const text = JSON.stringify(document);
  for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = path
      .split('/')
      .reduce<unknown>((at, key) => new Map(Object.entries(at ?? {})).get(key), document);
    expect(target, path).toBeDefined();
  }
  expect(text).not.toContain('$defs');
});

test('the page and all it is made of come from here, without a key and cacheable', async () => {
  const page = await call(shop, 'GET', '/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const links = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
  expect(links).toHaveLength(4);
  for (const link of links) {
    expect(link).toMatch(/^\/api\/docs\//);
    const file = await fetch(`${shop.origin}${link}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('etag')).toBeTruthy();
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
});

test('files that the page does not ask for are not given', async () => {
  expect((await call(shop, 'GET', '/docs/package.json')).status).toBe(404);
  expect((await call(shop, 'GET', '/docs/..%2f..%2fpackage.json')).status).toBe(404);
});

test('the index says what this is, at both of its addresses and from the root', async () => {
  const index = await call(shop, 'GET', '/');
  expect(index).toMatchObject({ status: 200, body: { name: 'tastemaker', version: '0.0.0' } });
  expect((await call(shop, 'GET', '')).body).toEqual(index.body);
  const { links } = index.body as { readonly links: Readonly<Record<string, string>> };
  expect(links).toMatchObject({ docs: '/api/docs', openapi: '/api/openapi.json' });
  const root = await fetch(shop.origin, { redirect: 'manual' });
  expect(root.headers.get('location')).toBe('/api/');
});
