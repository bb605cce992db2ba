import { expect, test } from 'vitest';
import { itemMirror } from '../../../../../shared/adapters/memory/item-mirror.js';
import { lruEmbeddingCache } from '../../../../../shared/adapters/memory/lru-embedding-cache.js';
import { stageTimes } from '../../../../../shared/adapters/telemetry/stage-times.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { parseFilter } from '../../../../../shared/domain/filter/parse.js';
import type { HybridIndex, HybridQuery } from '../../../../../shared/ports/hybrid-index.js';
import { makeEmbedTexts } from '../../../../../shared/use-cases/embeddings/embed-texts.js';
import {
  makeSearchItems,
  type TextVectors,
} from '../../../../../shared/use-cases/search/search-items.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';
import { itemOf } from '../../../../support/search-shop.js';
import { tinyTextEncoder } from '../../../../support/tiny-encoders.js';
import { plainTextIndex, plainVectorIndex } from '../../../../support/tiny-indexes.js';

const cache = () =>
  lruEmbeddingCache({ maxEntries: 100, maxSizeBytes: 1e6, ttlMs: 1_000 }, () => 0);

/** A shop of numbered mugs, prices rising, and what searches it. */
function openShop(size: number) {
  const items = itemMirror();
  const telemetry = new RecordedTelemetry();
  for (let n = 0; n < size; n += 1) {
    const id = String(n).padStart(5, '0');
    items.apply([{ kind: 'item', item: itemOf(id, { name: `mug number ${n}`, price: n }) }]);
  }
  const textIndex = plainTextIndex(items);
  const searchWith = (textVectors?: TextVectors) =>
    makeSearchItems({
      ...{ items, textIndex, telemetry, textVectors: () => textVectors },
      stages: stageTimes(telemetry),
    });
  return { items, telemetry, textIndex, searchWith };
}

async function vectorsOf(names: ReadonlyMap<string, string>): Promise<TextVectors> {
  const encoder = tinyTextEncoder();
  const embedTexts = makeEmbedTexts({ encoder, cache: cache() });
  const rows = await embedTexts.embed([...names.values()]);
  const vectors = new Map(
    [...names.keys()].map((id, at) => [id, rows[at]?.vector ?? new Float32Array()]),
  );
  return { embedTexts, index: plainVectorIndex(encoder.space, vectors) };
}

test('words alone find while there are no vectors', async () => {
  const { searchWith, telemetry } = openShop(5);
  const { results, total } = await searchWith()({ query: 'number 3', limit: 1 });
  expect(results.map(({ item }) => item.id)).toEqual(['00003']);
  expect(total).toBe(5);
  expect(telemetry.exceptions).toEqual([]);
});

test('vectors alone find what no word does', async () => {
  const { searchWith, telemetry } = openShop(3);
  const vectors = await vectorsOf(new Map([['00001', 'ceramic cup']]));
  const { results } = await searchWith(vectors)({ query: 'ceramics cups', limit: 5 });
  expect(results.map(({ item }) => item.id)).toEqual(['00001']);
  const stages = telemetry.metrics.map(({ dimensions }) => dimensions['stage']);
  expect(stages.toSorted()).toEqual(['encode', 'vectors', 'words']);
});

test('what both find stands above what one does', async () => {
  const { searchWith } = openShop(4);
  const vectors = await vectorsOf(new Map([['00002', 'mug']]));
  const { results } = await searchWith(vectors)({ query: 'mug', limit: 2 });
  expect(results.map(({ item }) => item.id)).toEqual(['00002', '00000']);
});

test('vectors of another space than the encoder makes are left out', async () => {
  const { searchWith } = openShop(2);
  const { embedTexts } = await vectorsOf(new Map());
  const space = { ...embedTexts.space, version: '2' };
  const index = plainVectorIndex(space, new Map([['00001', new Float32Array(256).fill(1)]]));
  const { results } = await searchWith({ embedTexts, index })({ query: 'nothing', limit: 5 });
  expect(results).toEqual([]);
});

test('words go on where the encoder fails, and the failure is told', async () => {
  const { searchWith, telemetry } = openShop(2);
  const failure = new AppError('overloaded', 'too many wait');
  const encoder = { ...tinyTextEncoder(), encode: () => Promise.reject(failure) };
  const embedTexts = makeEmbedTexts({ encoder, cache: cache() });
  const index = plainVectorIndex(encoder.space, new Map());
  const { results } = await searchWith({ embedTexts, index })({ query: 'mug', limit: 5 });
  expect(results).toHaveLength(2);
  expect(telemetry.exceptions).toEqual([failure]);
});

test('a failing index of words is a failure', async () => {
  const { items, telemetry } = openShop(1);
  const textIndex = { search: () => Promise.reject(new AppError('unavailable', 'down')) };
  const search = makeSearchItems({ items, telemetry, textIndex, textVectors: () => undefined });
  await expect(search({ query: 'mug', limit: 5 })).rejects.toMatchObject({ code: 'unavailable' });
});

test('the words that pass a narrow filter are found however far down they are', async () => {
  const { searchWith, textIndex } = openShop(3_000);
  const filter = parseFilter('price >= 2990');
  const { results, total } = await searchWith()({ query: 'mug', filter, limit: 20 });
  expect(results.map(({ item }) => item.price)).toEqual(
    Array.from({ length: 10 }, (_, n) => 2_990 + n),
  );
  expect(total).toBe(10);
  expect(textIndex.limits).toEqual([100, 800, 6_400]);
});

test('so many are looked at and no more', async () => {
  const { searchWith, textIndex } = openShop(52_000);
  const filter = parseFilter('price >= 51990');
  expect(await searchWith()({ query: 'mug', filter, limit: 20 })).toEqual({
    results: [],
    total: 0,
  });
  expect(textIndex.limits).toEqual([100, 800, 6_400, 51_200]);
});

test('of many that fit the best hundred of each list are counted', async () => {
  const { searchWith, textIndex } = openShop(300);
  expect(await searchWith()({ query: 'mug', limit: 3 })).toMatchObject({ total: 100 });
  expect(textIndex.limits).toEqual([100]);
});

test('an item that leaves while it is searched for is not shown', async () => {
  const { items, telemetry, textIndex } = openShop(2);
  const leaving = {
    async search(query: Parameters<typeof textIndex.search>[0]) {
      const found = await textIndex.search(query);
      setImmediate(() => items.apply([{ kind: 'item-removed', id: '00000' }]));
      return found;
    },
  };
  const vectors = await vectorsOf(new Map());
  const slow: TextVectors = {
    ...vectors,
    index: {
      ...vectors.index,
      space: vectors.index.space,
      search: () => new Promise((resolve) => setImmediate(() => resolve([]))),
    },
  };
  const search = makeSearchItems({
    ...{ items, telemetry, textIndex: leaving, textVectors: () => slow },
  });
  const { results, total } = await search({ query: 'mug', limit: 5 });
  expect(results.map(({ item }) => item.id)).toEqual(['00001']);
  expect(total).toBe(1);
});

/** A service that fuses, finds these and remembers what it was asked. */
function hybridOf(index: Pick<HybridIndex, 'space'>, found: readonly string[]) {
  const asked: HybridQuery[] = [];
  const hybrid: HybridIndex = {
    space: index.space,
    async search(query) {
      asked.push(query);
      return found.map((itemId, place) => ({ itemId, score: 1 / (1 + place) }));
    },
  };
  return { asked, hybrid };
}

test('a service that fuses both is asked in their place, with the filter', async () => {
  const { items, textIndex, telemetry } = openShop(4);
  const vectors = await vectorsOf(new Map());
  const { asked, hybrid } = hybridOf(vectors.index, ['00003', 'gone', '00001']);
  const search = makeSearchItems({
    ...{ items, textIndex, telemetry, textVectors: () => vectors, hybridIndex: () => hybrid },
  });
  const filter = parseFilter('price > 1');
  const { results } = await search({ query: 'mug', filter, limit: 5 });
  expect(results.map(({ item }) => item.id)).toEqual(['00003']);
  expect(asked).toMatchObject([{ text: 'mug', isPrefix: true, filter, leastSimilarity: 0.22 }]);
});

test('where the service fails, is of another space, or there is nothing to ask, both are searched here', async () => {
  const { items, textIndex, telemetry } = openShop(2);
  const vectors = await vectorsOf(new Map());
  const { space } = vectors.index;
  const broken: HybridIndex = { space, search: () => Promise.reject(new Error('away')) };
  const foreign = hybridOf({ space: { ...space, version: '2' } }, ['00000']);
  for (const hybrid of [broken, foreign.hybrid, undefined]) {
    const search = makeSearchItems({
      ...{ items, textIndex, telemetry, textVectors: () => vectors, hybridIndex: () => hybrid },
    });
    const { results } = await search({ query: 'number 1', limit: 5 });
    expect(results[0]?.item.id).toBe('00001');
  }
  expect(foreign.asked).toEqual([]);
  expect(telemetry.exceptions).toHaveLength(1);
});
