import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { postSearchSimilar } from '../../../../../shared/contracts/similar-search.js';
import type { Called } from '../../../../support/call.js';
import { call } from '../../../../support/call.js';
import { quarters } from '../../../../support/pictures.js';
import { itemOf, type SearchShop, serveSearchShop } from '../../../../support/search-shop.js';
import { serve, stopServers } from '../../../../support/web.js';

let shop: SearchShop;
let picturePort = 0;
beforeAll(async () => {
  const picture = await png('gggg');
  picturePort = await serve((_, response) => response.end(picture));
  shop = await serveSearchShop({ picturePort });
});
afterAll(async () => {
  await shop.close();
  stopServers();
});

const png = (names: string) => quarters(names).png().toBuffer();

interface Place {
  readonly product_id: string;
  readonly score: number;
  readonly rank: number;
}
const idsOf = ({ body }: Called) => (body as readonly Place[]).map((each) => each.product_id);
const ask = (body: unknown) => call(shop, 'POST', '/search_similar', body);

/** Sends a form as browsers do. */
async function send(fields: Readonly<Record<string, string>>, file?: Uint8Array): Promise<Called> {
  const form = new FormData();
  if (file) form.append('file', new Blob([Buffer.from(file)], { type: 'image/png' }), 'a.png');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = await fetch(`${shop.origin}/api/search_similar`, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('a picture that is sent', () => {
  it('finds what looks like it, best first', async () => {
    const { status, body } = await send({}, await png('rrrr'));
    expect(status).toBe(200);
    const places = body as readonly Place[];
    expect(places[0]).toEqual({
      ...{ product_id: 'red', image_url: '/images/red.png', score: expect.closeTo(1), rank: 1 },
      ...{ name: 'Red mug', price: 10 },
    });
    expect(places[1]?.product_id).toBe('reddish');
    expect(places.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
    const scores = places.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it.each(['jpeg', 'webp', 'gif'] as const)('may be a %s', async (format) => {
    const file = await quarters('gggg').toFormat(format).toBuffer();
    expect(idsOf(await send({ top_k: '1' }, file))).toEqual(['green']);
  });

  it('finds items without a price, and with a currency', async () => {
    const { price: _, ...free } = itemOf('mixed', { currency: 'EUR' });
    shop.items.apply([{ kind: 'item', item: free }]);
    const { body } = await send({ top_k: '1' }, await png('rgbw'));
    expect(body).toEqual([
      expect.objectContaining({ product_id: 'mixed', name: 'mixed', currency: 'EUR' }),
    ]);
    expect((body as object[])[0]).not.toHaveProperty('price');
    shop.items.apply([{ kind: 'item', item: itemOf('mixed', { price: 30 }) }]);
  });

  it('is found by the part that was cropped', async () => {
    const file = await png('bbgg');
    expect(idsOf(await send({ top_k: '1', crop: '0,0,40,12' }, file))).toEqual(['blue']);
    expect(idsOf(await send({ top_k: '1', crop: '0,12,40,12' }, file))).toEqual(['green']);
  });

  it('is filtered', async () => {
    const answer = await send({ filter: 'price > 25 and price < 55' }, await png('rrrr'));
    expect(idsOf(answer).toSorted()).toEqual(['blue', 'green', 'mixed']);
  });

  it('may be helped by examples, which are left out', async () => {
    const file = await png('rrrr');
    expect(idsOf(await send({}, file))[0]).toBe('red');
    const helped = await send({ positive: 'blue', negative: 'red,green' }, file);
    expect(idsOf(helped)).toHaveLength(3);
    expect(idsOf(helped)[0]).toBe('korean');
  });
});

describe('a picture that is named', () => {
  const url = () => `http://shop.test:${picturePort}/gggg.png`;

  it('is fetched, by a form and by JSON', async () => {
    expect(idsOf(await send({ image_url: url(), top_k: '1' }))).toEqual(['green']);
    expect(idsOf(await ask({ image_url: url(), top_k: 1 }))).toEqual(['green']);
    const crop = '0,0,10,10';
    expect(idsOf(await ask({ image_url: url(), top_k: 1, crop }))).toEqual(['green']);
  });

  it.each([
    'http://127.0.0.1/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://inside.test/a.png',
    'http://loop.test/a.png',
  ])('is not fetched from %s', async (image_url) => {
    expect(await ask({ image_url })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('public internet') },
    });
  });

  it.each(['file:///etc/passwd', '/api/pictures/red', 'ftp://shop.test/a.png', 'x'])(
    'is not fetched from "%s"',
    async (image_url) => {
      const refused = { status: 400, body: { errors: [{ path: 'image_url' }] } };
      expect(await ask({ image_url })).toMatchObject(refused);
      expect(await send({ image_url })).toMatchObject(refused);
    },
  );
});

describe('examples alone', () => {
  it('find what is like the ones and unlike the others', async () => {
    expect(idsOf(await ask({ positive: ['red'] }))[0]).toBe('reddish');
    const mixed = await ask({ positive: ['mixed'], negative: ['red', 'green'] });
    expect(idsOf(mixed)[0]).toBe('korean');
    expect(idsOf(await send({ positive: 'red', top_k: '1' }))).toEqual(['reddish']);
  });

  it('must be known, and have a picture that was encoded', async () => {
    shop.items.apply([{ kind: 'item', item: itemOf('fresh') }]);
    for (const body of [{ positive: ['nobody'] }, { positive: ['red'], negative: ['fresh'] }]) {
      expect((await ask(body)).status).toBe(404);
    }
    shop.items.apply([{ kind: 'item-removed', id: 'fresh' }]);
  });

  it('lead away from what is disliked, but not from all that is like it', async () => {
    expect(idsOf(await ask({ positive: ['red'], negative: ['mixed'] }))[0]).toBe('reddish');
  });
});

describe('words', () => {
  it('are refused where the image model reads none', async () => {
    expect(await ask({ text: 'something red' })).toMatchObject({
      status: 400,
      body: { detail: 'expected a picture: the image model tiny-image reads no texts' },
    });
  });

  it('find pictures where it does', async () => {
    const reading = await serveSearchShop({ readsTexts: true });
    const find = (text: string) => call(reading, 'POST', '/search_similar', { text, top_k: 1 });
    expect(idsOf(await find('something red'))).toEqual(['red']);
    expect((await find('nothing at all')).status).toBe(400);
    await reading.close();
  });
});

test('a product that was switched off, left, or lost its picture is gone from the next answer', async () => {
  const file = await png('bbbb');
  expect(idsOf(await send({}, file))[0]).toBe('blue');
  const without = async () => idsOf(await send({}, file));
  const { imageUrl: _, ...bare } = itemOf('blue');
  for (const change of [
    { kind: 'item', item: itemOf('blue', { isActive: false }) },
    { kind: 'item', item: bare },
    { kind: 'item-removed', id: 'blue' },
  ] as const) {
    shop.items.apply([change]);
    expect(await without()).not.toContain('blue');
    expect((await without())[0]).toBe('korean');
  }
  shop.items.apply([{ kind: 'item', item: itemOf('blue') }]);
  expect(idsOf(await send({}, file))[0]).toBe('blue');
});

test('while no picture was encoded there is no answer yet', async () => {
  const { image } = shop.vectors;
  shop.vectors.image = undefined;
  const { status, headers } = await ask({ positive: ['red'] });
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  shop.vectors.image = image;
});

test('while the vectors are of an older model only examples can be compared', async () => {
  const { image } = shop.vectors;
  const space = { model: 'tiny-image', version: '0', dimensions: 12 };
  shop.vectors.image = image && { ...image, space };
  expect((await send({}, await png('rrrr'))).status).toBe(503);
  expect(idsOf(await ask({ positive: ['red'], top_k: 1 }))).toEqual(['reddish']);
  shop.vectors.image = image;
});

test('the form is documented with its file, and the example that is shown is taken', async () => {
  const { body } = await call(shop, 'GET', '/openapi.json');
  const content = Object(body).paths['/search_similar'].post.requestBody.content;
  expect(Object.keys(content)).toEqual(['multipart/form-data', 'application/json']);
  const form = content['multipart/form-data'].schema;
  expect(form.properties.file).toMatchObject({ type: 'string', format: 'binary' });
  expect(form.properties.top_k).toMatchObject({ type: 'integer', default: 10 });
  expect(form.required ?? []).toEqual([]);
  const example = JSON.stringify(postSearchSimilar.body.example).replace('mug-17', 'red');
  expect((await ask(example)).status).toBe(200);
});
