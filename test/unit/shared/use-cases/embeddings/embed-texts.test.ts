import { expect, test } from 'vitest';
import { lruEmbeddingCache } from '../../../../../shared/adapters/memory/lru-embedding-cache.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { makeEmbedTexts } from '../../../../../shared/use-cases/embeddings/embed-texts.js';
import { tinyTextEncoder } from '../../../../support/tiny-encoders.js';

const limits = { maxEntries: 2, maxSizeBytes: 1_000_000, ttlMs: 1_000 };
const newCache = () => lruEmbeddingCache(limits, () => 0);

test('no text at all is no work', async () => {
  const encoder = tinyTextEncoder();
  const embedTexts = makeEmbedTexts({ encoder, cache: newCache() });
  expect(await embedTexts.embed([])).toEqual([]);
  expect(encoder.asked).toEqual([]);
});

test('a batch larger than what is remembered is answered whole', async () => {
  const embedTexts = makeEmbedTexts({ encoder: tinyTextEncoder(), cache: newCache() });
  const texts = ['a', 'b', 'c', 'd', 'a'];
  const embedded = await embedTexts.embed(texts);
  expect(embedded).toHaveLength(5);
  expect(embedded[0]).toEqual(embedded[4]);
  expect(await embedTexts.embed(['d', 'a'])).toEqual([
    { ...embedded[3], isCached: true },
    { ...embedded[0], isCached: false },
  ]);
});

test('what fails is not remembered, and the next may try again', async () => {
  const encoder = tinyTextEncoder();
  let isDown = true;
  const flaky = {
    ...encoder,
    encode: (texts: readonly string[]) =>
      isDown ? Promise.reject(new AppError('overloaded', 'wait')) : encoder.encode(texts),
  };
  const embedTexts = makeEmbedTexts({ encoder: flaky, cache: newCache() });
  await expect(embedTexts.embed(['a'])).rejects.toMatchObject({ code: 'overloaded' });
  isDown = false;
  expect(await embedTexts.embed(['a'])).toMatchObject([{ isCached: false }]);
});

test('whoever asks no longer stops the encoder', async () => {
  const embedTexts = makeEmbedTexts({ encoder: tinyTextEncoder(), cache: newCache() });
  const reason = new Error('gone');
  await expect(embedTexts.embed(['a'], AbortSignal.abort(reason))).rejects.toBe(reason);
});
