import { randomUUID } from 'node:crypto';
import { composePictures } from '../../functions/compose/pictures.js';
import { composeSearch } from '../../functions/compose/search.js';
import { startLocal } from '../../functions/host/start-local.js';
import { documentedApi } from '../../functions/http/documentation.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { sharpPictureReader } from '../../shared/adapters/pictures/sharp-picture-reader.js';
import { parseConfig } from '../../shared/config.js';
import type { Item } from '../../shared/domain/item.js';
import type { ImageEncoder, TextEncoder } from '../../shared/ports/encoders.js';
import type { VectorIndex } from '../../shared/ports/vector-index.js';
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

async function textVectorsOf(encoder: TextEncoder): Promise<Map<string, Float32Array>> {
  const rows = products.map(async ([id, name]) => {
    return [id, (await encoder.encode([name])).vectors] as const;
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
  const images = tinyImageEncoder(readsTexts);
  const vectors: { text: VectorIndex | undefined; image: VectorIndex | undefined } = {
    text: plainVectorIndex(encoder.space, await textVectorsOf(encoder)),
    image: plainVectorIndex(images.space, await picturesOf(images)),
  };
  let now = 1_700_000_000_000;
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], telemetry, newId: randomUUID };
  const search = composeSearch(
    {
      items,
      textIndex: plainTextIndex(items),
      encoders: { text: encoder, image: images },
      vectors: { text: () => vectors.text, image: () => vectors.image },
      pictures: {
        ...composePictures(parseConfig({}), telemetry),
        imageFetcher: fetcherOf(picturePort),
      },
      clock: () => now,
    },
    edge,
  );
  const server = await startLocal(
    { triggers: documentedApi(search.triggers, { ...edge, version: '0.0.0' }) },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    ...{ origin: server.origin, telemetry, items, encoder, vectors },
    cacheCounts: search.cacheCounts,
    wait(ms: number) {
      now += ms;
    },
    close: () => server.close(),
  };
}

export type SearchShop = Awaited<ReturnType<typeof serveSearchShop>>;
