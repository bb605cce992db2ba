import { randomUUID } from 'node:crypto';
import { startLocal } from '../../functions/host/start-local.js';
import { documentedApi } from '../../functions/http/documentation.js';
import { openAiEmbeddingTrigger } from '../../functions/http/embeddings/open-ai-embeddings.js';
import { textEmbeddingTriggers } from '../../functions/http/embeddings/text-embeddings.js';
import { searchTrigger } from '../../functions/http/search/search.js';
import { searchSimilarTrigger } from '../../functions/http/search/search-similar.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { lruEmbeddingCache } from '../../shared/adapters/memory/lru-embedding-cache.js';
import { sharpPictureReader } from '../../shared/adapters/pictures/sharp-picture-reader.js';
import type { Item } from '../../shared/domain/item.js';
import type { ImageEncoder } from '../../shared/ports/encoders.js';
import { makeEmbedTexts } from '../../shared/use-cases/embeddings/embed-texts.js';
import { makeMeasureSimilarity } from '../../shared/use-cases/embeddings/measure-similarity.js';
import { makeSearchItems } from '../../shared/use-cases/search/search-items.js';
import {
  type ImageVectors,
  makeSearchSimilar,
} from '../../shared/use-cases/search/search-similar.js';
import { quarters } from './pictures.js';
import { RecordedTelemetry } from './recorded-telemetry.js';
import { tinyImageEncoder, tinyTextEncoder } from './tiny-encoders.js';
import { plainTextIndex, plainVectorIndex } from './tiny-indexes.js';
import { fetcherOf } from './web.js';

/** Names and pictures of the shop, each picture as its four quarters. */
const products = [
  ['red', 'Red mug', 'rrrr', 10],
  ['reddish', 'Reddish plate', 'rrrw', 20],
  ['mixed', 'Mixed bowl', 'rgbw', 30],
  ['green', 'Green mug', 'gggg', 40],
  ['blue', 'Blue plate', 'bbbb', 50],
  ['korean', '파란 머그컵', 'bbbw', 60],
] as const;

export const itemOf = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  name: id,
  categories: ['table'],
  tags: [],
  attributes: {},
  imageUrl: `/images/${id}.png`,
  isActive: true,
  createdAt: 0,
  ...more,
});

async function picturesOf(encoder: ImageEncoder): Promise<Map<string, Float32Array>> {
  const reader = sharpPictureReader();
  const rows = products.map(async ([id, , names]) => {
    const file = await quarters(names).png().toBuffer();
    const picture = await reader.read(file, { size: encoder.pictureSize });
    return [id, (await encoder.encode([picture])).vectors] as const;
  });
  return new Map(await Promise.all(rows));
}

interface Options {
  /** Whether the image encoder does. */
  readonly readsTexts?: boolean;
  /** The one port of this machine from which pictures may be fetched. */
  readonly picturePort?: number;
}

/** The routes of search and embeddings over a shop of six products, with tiny encoders, behind the local host. */
export async function serveSearchShop({ readsTexts = false, picturePort = 0 }: Options = {}) {
  const telemetry = new RecordedTelemetry();
  const items = itemMirror();
  items.apply(
    products.map(([id, name, , price]) => ({ kind: 'item', item: itemOf(id, { name, price }) })),
  );
  const encoder = tinyTextEncoder();
  let now = 1_700_000_000_000;
  const limits = { maxEntries: 1_000, maxSizeBytes: 1_000_000, ttlMs: 3_600_000 };
  const cache = lruEmbeddingCache(limits, () => now);
  const embedTexts = makeEmbedTexts({ encoder, cache });
  const names = products.map(([, name]) => name);
  const rows = await embedTexts.embed(names);
  const textVectors = new Map(
    products.map(([id], at) => [id, rows[at]?.vector ?? new Float32Array()]),
  );
  const imageEncoder = tinyImageEncoder(readsTexts);
  const imageVectors = await picturesOf(imageEncoder);
  const state: { images: ImageVectors | undefined } = {
    images: {
      encoder: imageEncoder,
      index: plainVectorIndex(imageEncoder.space, imageVectors),
    },
  };
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], telemetry, newId: randomUUID };
  const searchItems = makeSearchItems({
    ...{ items, telemetry, textIndex: plainTextIndex(items) },
    textVectors: () => ({ embedTexts, index: plainVectorIndex(encoder.space, textVectors) }),
  });
  const searchSimilar = makeSearchSimilar({
    items,
    imageVectors: () => state.images,
    pictureReader: sharpPictureReader(),
    imageFetcher: fetcherOf(picturePort),
  });
  const measureSimilarity = makeMeasureSimilarity({ embedTexts });
  const triggers = [
    ...textEmbeddingTriggers({ ...edge, embedTexts, measureSimilarity }),
    openAiEmbeddingTrigger({ ...edge, embedTexts }),
    searchTrigger({ ...edge, searchItems }),
    searchSimilarTrigger({ ...edge, searchSimilar }),
  ];
  const server = await startLocal(
    { triggers: documentedApi(triggers, { ...edge, version: '0.0.0' }) },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    ...{ origin: server.origin, telemetry, items, encoder, cache, state, imageVectors },
    wait(ms: number) {
      now += ms;
    },
    close: () => server.close(),
  };
}

export type SearchShop = Awaited<ReturnType<typeof serveSearchShop>>;
