import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  postBatchEmbed,
  postEmbed,
  postSimilarity,
} from '../../../../../shared/contracts/embeddings.js';
import { call } from '../../../../support/call.js';
import { type SearchShop, serveSearchShop } from '../../../../support/search-shop.js';

let shop: SearchShop;
beforeAll(async () => {
  shop = await serveSearchShop();
});
afterAll(() => shop.close());

const post = (path: string, body: unknown) => call(shop, 'POST', path, body);
const long = 'one two three four five six seven eight nine';

interface One {
  readonly embedding: readonly number[];
}
interface Batch {
  readonly embeddings: readonly (readonly number[])[];
}

describe('POST /embed', () => {
  it('gives a vector of unit length, and says who made it', async () => {
    const { status, body } = await post('/embed', { text: 'a lamp' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ dimension: 256, model: 'tiny-text', truncated: false });
    const { embedding } = body as One;
    expect(embedding).toHaveLength(256);
    expect(Math.hypot(...embedding)).toBeCloseTo(1);
  });

  it('remembers a text for an hour, and no longer', async () => {
    const text = 'to be remembered';
    const first = await post('/embed', { text });
    expect(first.body).toMatchObject({ cached: false });
    shop.wait(3_599_000);
    const again = await post('/embed', { text });
    expect(again.body).toEqual({ ...(first.body as One), cached: true });
    shop.wait(2_000);
    expect((await post('/embed', { text })).body).toMatchObject({ cached: false });
  });

  it('counts what it remembered and what it did not', async () => {
    const before = shop.cacheCounts();
    for (let round = 0; round < 3; round += 1) await post('/embed', { text: 'counted' });
    const { hits, misses } = shop.cacheCounts();
    expect([hits - before.hits, misses - before.misses]).toEqual([2, 1]);
  });

  it('says so where the end of a text was left out, also when it is remembered', async () => {
    for (const cached of [false, true]) {
      const { body } = await post('/embed', { text: long });
      expect(body).toMatchObject({ truncated: true, cached });
    }
  });

  it('gives zeros where the model finds nothing in a text', async () => {
    const { status, body } = await post('/embed', { text: '!?' });
    expect(status).toBe(200);
    expect((body as One).embedding.every((value) => value === 0)).toBe(true);
  });
});

describe('POST /batch-embed', () => {
  it('keeps the order, and encodes each text once', async () => {
    const texts = ['pen', 'lamp', 'pen', 'bag', 'lamp'];
    shop.encoder.asked.length = 0;
    const { body } = await post('/batch-embed', { texts });
    expect(shop.encoder.asked).toEqual([['pen', 'lamp', 'bag']]);
    expect(body).toMatchObject({ dimension: 256, model: 'tiny-text', cache_hits: 0 });
    const { embeddings } = body as Batch;
    expect(embeddings).toHaveLength(5);
    expect(embeddings[0]).toEqual(embeddings[2]);
    expect(embeddings[1]).toEqual(embeddings[4]);
    for (const [at, text] of texts.entries()) {
      expect(((await post('/embed', { text })).body as One).embedding).toEqual(embeddings[at]);
    }
  });

  it('encodes only what it does not remember, and says how much it did', async () => {
    await post('/embed', { text: 'known before' });
    shop.encoder.asked.length = 0;
    const texts = ['known before', 'new to all', 'known before'];
    expect((await post('/batch-embed', { texts })).body).toMatchObject({ cache_hits: 2 });
    expect(shop.encoder.asked).toEqual([['new to all']]);
  });

  it('says of each text whether its end was left out', async () => {
    const { body } = await post('/batch-embed', { texts: ['short', long, 'brief'] });
    expect(body).toMatchObject({ truncated: [false, true, false] });
  });

  it('takes 100 texts', async () => {
    const texts = Array.from({ length: 100 }, (_, at) => `text ${at}`);
    expect(((await post('/batch-embed', { texts })).body as Batch).embeddings).toHaveLength(100);
  });
});

describe('POST /similarity', () => {
  const similarity = async (a: unknown, b: unknown) =>
    ((await post('/similarity', { a, b })).body as { similarity: number }).similarity;

  it('is 1 for a text with itself, and less for another', async () => {
    expect(await similarity('Blue mug', 'Blue mug')).toBeCloseTo(1);
    const near = await similarity('blue mug', 'blue mugs');
    expect(near).toBeGreaterThan(await similarity('blue mug', 'leather sofa'));
  });

  it('is the cosine of two vectors, whatever their length is', async () => {
    expect(await similarity([3, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2);
    expect(await similarity([1, 2, 3], [-1e-9, -2e-9, -3e-9])).toBeCloseTo(-1);
    expect(await similarity([1e12, 1e12], [1e-300, 1e-300])).toBeCloseTo(1);
  });

  it('compares a text with a vector of its encoder', async () => {
    const { embedding } = (await post('/embed', { text: 'mug' })).body as One;
    expect(await similarity('mug', embedding)).toBeCloseTo(1);
    expect(await similarity(embedding, 'mug')).toBeCloseTo(1);
  });
});

const shown = {
  '/embed': postEmbed,
  '/batch-embed': postBatchEmbed,
  '/similarity': postSimilarity,
};

test.each(Object.entries(shown))('POST %s takes the example that is shown', async (path, spec) => {
  expect((await post(path, spec.body.example)).status).toBe(200);
});

const blanks = ['', ' ', '\n\t', '\u00a0\u2003', '\u200b', '\ufeff'];
const zeros = [0, 0, 0];

test.each([
  ...blanks.map((text) => ['/embed', { text }, 'text', 'not blank'] as const),
  ['/embed', { text: 'a\0b' }, 'text', 'control characters'],
  ['/embed', { text: 5 }, 'text', 'expected string'],
  ['/embed', { text: ['a'] }, 'text', 'expected string'],
  ['/embed', {}, 'text', 'missing'],
  ['/embed', { text: 'a', colour: 'red' }, 'colour', 'unknown field'],
  ['/batch-embed', { texts: [] }, 'texts', '>=1'],
  ['/batch-embed', { texts: ['a', '', 'b'] }, 'texts.1', 'not blank'],
  ['/batch-embed', { texts: ['a', 'b', ' \n'] }, 'texts.2', 'not blank'],
  ['/batch-embed', { texts: ['a', null] }, 'texts.1', 'expected string'],
  ['/batch-embed', { texts: 'a' }, 'texts', 'expected array'],
  ['/similarity', { a: 'a' }, 'b', 'expected text'],
  ['/similarity', { a: '', b: 'b' }, 'a', 'not blank'],
  ['/similarity', { a: [], b: [1] }, 'a', '>=1'],
  ['/similarity', { a: [1, 'x'], b: [1, 2] }, 'a.1', 'expected number'],
  ['/similarity', { a: [1, null], b: [1, 2] }, 'a.1', 'expected number'],
  ['/similarity', { a: [1e300, 1], b: [1, 2] }, 'a.0', '1000000000000'],
] as const)('POST %s of %j is refused', async (path, body, at, message) => {
  const answer = await post(path, body);
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: [{ path: at, message: expect.stringContaining(message) }] },
  });
  expect(JSON.stringify(answer.body).length).toBeLessThan(1_000);
});

test.each([
  ['a text of a megabyte', '/embed', { text: 'x'.repeat(1_000_000) }, '<=50000'],
  ['a text of a mebibyte', '/embed', { text: 'x'.repeat(1_048_576) }, '<=50000'],
  ['101 texts', '/batch-embed', { texts: new Array(101).fill('a') }, '<=100'],
  ['4,097 numbers', '/similarity', { a: new Array(4_097).fill(1), b: 'b' }, '1 to 4096'],
])('%s are too much', async (_, path, body, message) => {
  expect(await post(path, body)).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringContaining(message) }] },
  });
});

test.each([
  ['vectors of different lengths', [1, 2, 3], [1, 2], 'got 3 and 2 numbers'],
  ['a text and a vector of another length', 'mug', [1, 2], 'got 256 and 2 numbers'],
  ['a zero vector', [1, 2, 3], zeros, 'not zero'],
  ['two zero vectors', zeros, zeros, 'not zero'],
  ['a text of no words', '!?', 'mug', 'texts with words'],
])('%s have no similarity', async (_, a, b, message) => {
  expect(await post('/similarity', { a, b })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining(message) },
  });
});

test.each(['{"a": [NaN], "b": [1]}', '{"a": [1e999], "b": [1]}', '{"a": [Infinity], "b": [1]}'])(
  '%s holds what is no number',
  async (body) => expect((await post('/similarity', body)).status).toBe(400),
);

test('a body beyond two megabytes is too large', async () => {
  expect((await post('/embed', { text: 'x'.repeat(2_200_000) })).status).toBe(413);
});
