import { afterEach, describe, expect, it } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { productTrigger } from '../../../../functions/http/products.js';
import { itemMirror } from '../../../../shared/adapters/memory/item-mirror.js';
import { catalogueShoppingSearch } from '../../../../shared/adapters/shopping/catalogue-shopping-search.js';
import { serpShoppingSearch } from '../../../../shared/adapters/shopping/serp-shopping-search.js';
import type { ShoppingSearch } from '../../../../shared/ports/shopping-search.js';
import { makeSearchProducts } from '../../../../shared/use-cases/search-products.js';
import { item } from '../../../contract/store-under-test.js';
import { call } from '../../../support/call.js';
import {
  type ProviderMood,
  startShoppingProvider,
} from '../../../support/flaky-shopping-provider.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { wordIndex } from '../../../support/word-index.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function serve(shopping: ShoppingSearch, timeoutMs = 20_000) {
  const trigger = productTrigger({
    searchProducts: makeSearchProducts({ shopping, timeoutMs }),
    ...{ apiKeys: [], adminKeys: [], corsOrigins: [] },
    telemetry: new RecordedTelemetry(),
    newId: () => 'request',
  });
  const app = { triggers: [trigger], reportFailure: () => undefined };
  const server = await startLocal(app, { host: '127.0.0.1', port: 0 });
  open.push(server);
  return (q: string) => call(server, 'GET', `/v1/products${q}`);
}

async function serveProvider(mood: ProviderMood, timeoutMs?: number) {
  const provider = await startShoppingProvider(() => mood);
  open.push(provider);
  const shopping = serpShoppingSearch({
    ...{ endpoint: provider.origin, locale: { language: 'en', country: 'us' } },
    ...{ timeoutMs: 10_000, concurrency: 4 },
  });
  return { provider, find: await serve(shopping, timeoutMs) };
}

const catalogue = () => {
  const items = itemMirror();
  const mug = item('mug', {
    ...{ name: 'Blue mug', price: 24.5, currency: 'EUR', seller: 'Kiln & Co' },
    ...{ imageUrl: '/images/mug.svg', url: '/products/mug' },
  });
  const hidden = item('hidden', { name: 'Blue mug, old', isActive: false });
  items.apply([mug, hidden].map((each) => ({ kind: 'item', item: each })));
  return catalogueShoppingSearch({ textIndex: wordIndex(items), items });
};

describe('GET /v1/products', () => {
  it("finds the catalogue's own products where there is no provider", async () => {
    const { status, body } = await (await serve(catalogue()))('?q=%20blue+mug');
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        ...{ name: 'Blue mug', price: 24.5, currency: 'EUR', seller: 'Kiln & Co' },
        ...{ image: '/images/mug.svg', url: '/products/mug' },
      },
    ]);
  });

  it('answers an empty list where nothing is found', async () => {
    const find = await serve(catalogue());
    expect(await find('?q=nothing')).toMatchObject({ status: 200, body: [] });
  });

  it("finds the provider's offers where there is one", async () => {
    const { find } = await serveProvider('good');
    expect((await find('?q=lamp')).body).toMatchObject([
      { name: 'lamp one', price: 9.5, seller: 'Corner shop' },
      { name: 'lamp two' },
      { name: 'lamp three', image: 'https://img.test/3.jpg' },
    ]);
  });

  it.each([
    ['is missing', ''],
    ['is empty', '?q='],
    ['is only spaces', '?q=%20%20'],
    ['is longer than 200 characters', `?q=${'x'.repeat(201)}`],
    ['has control characters', '?q=a%00b'],
  ])('refuses a search whose q %s', async (_, q) => {
    const { provider, find } = await serveProvider('good');
    const { status, body } = await find(q);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'q' }] });
    expect(provider.asked).toHaveLength(0);
  });

  it('refuses an unknown parameter', async () => {
    const answer = await (await serve(catalogue()))('?q=mug&page=2');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'page' }] } });
  });

  it.each(['error', 'refusal', 'garbage', 'reset'] as const)(
    'answers 503 with the time to come back where the provider gives %s',
    async (mood) => {
      const { find } = await serveProvider(mood);
      const { status, headers, body } = await find('?q=lamp');
      expect(status).toBe(503);
      expect(headers.get('retry-after')).not.toBeNull();
      expect(body).toMatchObject({ detail: expect.stringContaining('the shopping provider') });
    },
  );

  it('answers 503 and leaves the provider where that takes too long', async () => {
    const { provider, find } = await serveProvider('hang', 50);
    const { status, body } = await find('?q=lamp');
    expect(status).toBe(503);
    expect(body).toMatchObject({ detail: 'no answer about offers within 50 ms' });
    await provider.lookUps(0);
  });
});
