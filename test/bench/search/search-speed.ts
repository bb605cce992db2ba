import { createBuiltInText } from '../../../models/encoders/built-in-text.js';
import { ExactVectorIndex } from '../../../models/vectors/exact-index.js';
import { openEmbeddedStore } from '../../../shared/adapters/embedded/open-store.js';
import { itemMirror } from '../../../shared/adapters/memory/item-mirror.js';
import { lruEmbeddingCache } from '../../../shared/adapters/memory/lru-embedding-cache.js';
import type { Item } from '../../../shared/domain/item.js';
import { textOf } from '../../../shared/domain/item-text.js';
import { makeProducts } from '../../../shared/domain/sample-shop/catalogue/products.js';
import type { VectorSpace } from '../../../shared/domain/vector-space.js';
import type { TextEncoder } from '../../../shared/ports/encoders.js';
import { makeEmbedTexts } from '../../../shared/use-cases/embeddings/embed-texts.js';
import { makeSearchItems } from '../../../shared/use-cases/search/search-items.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';
import { inFolder } from '../speed/speed.js';
import { clusteredVectors } from '../vectors/clustered-vectors.js';

const size = 100_000;
const batch = 1_000;
const looks: VectorSpace = { model: 'bench', version: '1', dimensions: 512 };

/** `/search` as a use-case, encoding included, and what a search by picture does after encoding. */
export const searchSpeed = (): Promise<readonly Row[]> =>
  inFolder(async (folder) => {
    const products = manyProducts();
    const { catalog, textIndex, close } = openEmbeddedStore(folder);
    const items = itemMirror();
    const encoder = textEncoder();
    const index = new ExactVectorIndex(encoder.space);
    for (let start = 0; start < size; start += batch) {
      const some = products.slice(start, start + batch);
      await catalog.upsert(some);
      items.apply(some.map((item) => ({ kind: 'item', item })));
      const { vectors } = await encoder.encode(some.map(textOf));
      await index.put({ itemIds: some.map(({ id }) => id), vectors });
    }
    const cache = lruEmbeddingCache({ maxEntries: 1, maxSizeBytes: 10_000, ttlMs: 1 }, Date.now);
    const embedTexts = makeEmbedTexts({ encoder, cache });
    const telemetry = new RecordedTelemetry();
    const textVectors = () => ({ embedTexts, index });
    const search = makeSearchItems({ items, textIndex, textVectors, telemetry });
    const asked = queries(products);
    const wordRow = await timed(asked, async (query) => void (await search({ query, limit: 20 })));
    const typed = asked.map((query) => query.slice(0, 4));
    const typedRow = await timed(typed, async (query) => void (await search({ query, limit: 20 })));
    close();
    const data = `${size} products`;
    return [
      { data, model: '/search, four words', measured: wordRow, bar: 'p95 20 ms' },
      { data, model: '/search, the first four letters', measured: typedRow, bar: 'p95 20 ms' },
      {
        data,
        model: '/search_similar besides encoding',
        measured: await pictures(products),
        bar: 'p95 50 ms',
      },
    ];
  });

/** The sample shop fifty times over, each product with a name of its own. */
function manyProducts(): readonly Item[] {
  const sample = makeProducts(1, 0).map(({ item }) => item);
  return Array.from({ length: size }, (_, at) => {
    const item = sample[at % sample.length];
    if (!item) throw new Error('the sample shop is empty');
    return { ...item, id: `${item.id}-${at}`, name: `${item.name} ${at}` };
  });
}

function queries(products: readonly Item[]): readonly string[] {
  return products
    .filter((_, at) => at % 499 === 0)
    .map(({ name }) => name.split(' ').slice(0, 4).join(' ').replaceAll(',', ''));
}

/** Here, not in a thread: to be handed over costs a tenth of a millisecond. */
function textEncoder(): TextEncoder {
  const encoder = createBuiltInText();
  const space = { model: 'built-in-text', version: '1', dimensions: 384 };
  return {
    space,
    async encode(texts) {
      const encoded = await encoder.encodeTexts?.(texts);
      if (!encoded) throw new Error('no encoder');
      return encoded;
    },
    close: () => encoder.close(),
  };
}

/** The search of vectors itself, of which the filter passes a half. */
async function pictures(products: readonly Item[]): Promise<string> {
  const index = new ExactVectorIndex(looks);
  const { dimensions } = looks;
  const vectors = clusteredVectors({ size, dimensions }, 5);
  const itemIds = products.map(({ id }) => id);
  for (let start = 0; start < size; start += batch) {
    const end = start + batch;
    await index.put({
      itemIds: itemIds.slice(start, end),
      vectors: vectors.slice(start * dimensions, end * dimensions),
    });
  }
  const asked = clusteredVectors({ size: 200, dimensions }, 6);
  const rows = Array.from({ length: 200 }, (_, at) =>
    asked.subarray(at * dimensions, (at + 1) * dimensions),
  );
  const isWanted = new Set(itemIds.filter((_, at) => at % 2 === 0));
  return timed(rows, async (vector) => {
    await index.search({ vector, limit: 10, accept: (id) => isWanted.has(id) });
  });
}

async function timed<T>(asked: readonly T[], work: (one: T) => Promise<void>): Promise<string> {
  for (const one of asked.slice(0, 20)) await work(one);
  const latencies: number[] = [];
  const before = process.cpuUsage();
  for (const one of asked) {
    const from = performance.now();
    await work(one);
    latencies.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(before);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  const cpu = ((user + system) / 1_000 / asked.length).toFixed(1);
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
  return `p50 ${at(0.5)} p95 ${at(0.95)} ms, ${cpu} ms CPU each; ${rss} MB RSS`;
}
