import { afterAll, beforeAll, expect, test } from 'vitest';
import { postOpenAiEmbeddings } from '../../../../../shared/contracts/embeddings.js';
import { call } from '../../../../support/call.js';
import { type SearchShop, serveSearchShop } from '../../../../support/search-shop.js';

let shop: SearchShop;
beforeAll(async () => {
  shop = await serveSearchShop();
});
afterAll(() => shop.close());

interface Answer {
  readonly data: readonly { readonly index: number; readonly embedding: readonly number[] }[];
}
const ask = (body: unknown) => call(shop, 'POST', '/v1/embeddings', body);
const vectorsOf = (answer: unknown) => (answer as Answer).data.map(({ embedding }) => embedding);
const own = async (text: string) => {
  const { body } = await call(shop, 'POST', '/embed', { text });
  return (body as { readonly embedding: readonly number[] }).embedding;
};

test('one text is answered in just the shape that its clients expect', async () => {
  const { status, body, headers } = await ask({ input: 'Blue mug' });
  expect(status).toBe(200);
  expect(body).toEqual({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: await own('Blue mug') }],
    model: 'tiny-text',
    usage: { prompt_tokens: 2, total_tokens: 2 },
  });
  expect(headers.has('x-truncated-inputs')).toBe(false);
});

test('many texts are answered in order, whatever model is asked for', async () => {
  const input = ['pen', 'lamp', 'pen'];
  const { body } = await ask({ input, model: 'text-embedding-3-small', user: 'somebody' });
  expect((body as Answer).data.map(({ index }) => index)).toEqual([0, 1, 2]);
  const [pen, lamp] = await Promise.all([own('pen'), own('lamp')]);
  expect(vectorsOf(body)).toEqual([pen, lamp, pen]);
  expect(body).toMatchObject({ model: 'tiny-text', usage: { prompt_tokens: 3 } });
});

test('base64 holds the same numbers as 32-bit floats', async () => {
  const { body } = await ask({ input: 'Blue mug', encoding_format: 'base64' });
  const [text] = (body as { data: { embedding: string }[] }).data.map(({ embedding }) => embedding);
  const bytes = Buffer.from(text ?? '', 'base64');
  const numbers = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
  expect(numbers).toEqual(await own('Blue mug'));
});

test('fewer dimensions are the first ones, of unit length again', async () => {
  const { body } = await ask({ input: 'Blue mug', dimensions: 200 });
  const [short = []] = vectorsOf(body);
  const head = (await own('Blue mug')).slice(0, 200);
  const length = Math.hypot(...head);
  expect(short).toHaveLength(200);
  short.forEach((value, at) => {
    expect(value).toBeCloseTo((head[at] ?? 0) / length, 6);
  });
});

test('the places of texts that were cut are told in a header', async () => {
  const long = 'one two three four five six seven eight nine';
  const { headers } = await ask({ input: ['short', long, 'brief', `${long} ten`] });
  expect(headers.get('x-truncated-inputs')).toBe('1,3');
});

test('a thousand texts are taken, and the example that is shown', async () => {
  const input = Array.from({ length: 1_000 }, (_, at) => `text ${at}`);
  expect(vectorsOf((await ask({ input, encoding_format: 'base64' })).body)).toHaveLength(1_000);
  expect((await ask(postOpenAiEmbeddings.body.example)).status).toBe(200);
});

test.each([
  [{}, 'input', 'expected text'],
  [{ input: '' }, 'input', 'not blank'],
  [{ input: [] }, 'input', '>=1'],
  [{ input: ['a', ' '] }, 'input.1', 'not blank'],
  [{ input: [1, 2, 3] }, 'input.0', 'expected string'],
  [{ input: 'a', encoding_format: 'hex' }, 'encoding_format', '"float"|"base64"'],
  [{ input: 'a', dimensions: 0 }, 'dimensions', '>=1'],
  [{ input: 'a', dimensions: 257 }, 'dimensions', 'at most 256'],
  [{ input: 'a', dimensions: 1.5 }, 'dimensions', 'expected int'],
  [{ input: 'a', colour: 'red' }, 'colour', 'unknown field'],
])('%j is refused', async (body, path, message) => {
  const { status, body: problem } = await ask(body);
  expect(status).toBe(400);
  const { errors } = problem as { readonly errors: readonly unknown[] };
  expect(errors[0]).toMatchObject({ path, message: expect.stringContaining(message) });
});

test('1,001 texts are too many', async () => {
  expect(await ask({ input: new Array(1_001).fill('a') })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'input', message: expect.stringContaining('1 to 1000 texts') }] },
  });
});
