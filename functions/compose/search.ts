import { lruEmbeddingCache } from '../../shared/adapters/memory/lru-embedding-cache.js';
import type { ImageEncoder, PictureReader, TextEncoder } from '../../shared/ports/encoders.js';
import type { ImageFetcher } from '../../shared/ports/image-fetcher.js';
import type { ItemView } from '../../shared/ports/item-view.js';
import type { Clock } from '../../shared/ports/runtime.js';
import type { Stages } from '../../shared/ports/stages.js';
import type { TextIndex } from '../../shared/ports/text-index.js';
import type { VectorIndex } from '../../shared/ports/vector-index.js';
import { makeEmbedTexts } from '../../shared/use-cases/embeddings/embed-texts.js';
import { makeMeasureSimilarity } from '../../shared/use-cases/embeddings/measure-similarity.js';
import type { CacheCounts } from '../../shared/use-cases/report-stats.js';
import { makeSearchItems } from '../../shared/use-cases/search/search-items.js';
import { makeSearchSimilar } from '../../shared/use-cases/search/search-similar.js';
import { openAiEmbeddingTrigger } from '../http/embeddings/open-ai-embeddings.js';
import { textEmbeddingTriggers } from '../http/embeddings/text-embeddings.js';
import type { ApiTrigger, EndpointDependencies } from '../http/endpoint.js';
import { searchTrigger } from '../http/search/search.js';
import { searchSimilarTrigger } from '../http/search/search-similar.js';

/** What searches and what it searches; the vectors as of now, undefined while there are none of that kind. */
export interface SearchHouse {
  readonly items: ItemView;
  readonly textIndex: TextIndex;
  readonly encoders: { readonly text: TextEncoder; readonly image: ImageEncoder };
  readonly vectors: {
    readonly text: () => VectorIndex | undefined;
    readonly image: () => VectorIndex | undefined;
  };
  readonly pictures: { readonly pictureReader: PictureReader; readonly imageFetcher: ImageFetcher };
  readonly clock: Clock;
  readonly stages?: Stages | undefined;
}

export interface Search {
  readonly triggers: readonly ApiTrigger[];
  /** Of the embeddings that are remembered. */
  readonly cacheCounts: () => CacheCounts;
}

const cacheLimits = { maxEntries: 20_000, maxSizeBytes: 32 * 1_048_576, ttlMs: 3_600_000 };

/** The routes of search and embeddings. */
export function composeSearch(house: SearchHouse, edge: EndpointDependencies): Search {
  const { items, textIndex, encoders, vectors, pictures, clock, stages } = house;
  const cache = lruEmbeddingCache(cacheLimits, clock);
  const embedTexts = makeEmbedTexts({ encoder: encoders.text, cache });
  const textVectors = () => withIndex({ embedTexts }, vectors.text());
  const imageVectors = () => withIndex({ encoder: encoders.image }, vectors.image());
  const { telemetry } = edge;
  const searchItems = makeSearchItems({ items, textIndex, textVectors, telemetry, stages });
  const searchSimilar = makeSearchSimilar({ items, imageVectors, ...pictures, stages });
  const measureSimilarity = makeMeasureSimilarity({ embedTexts });
  return {
    triggers: [
      ...textEmbeddingTriggers({ ...edge, embedTexts, measureSimilarity }),
      openAiEmbeddingTrigger({ ...edge, embedTexts }),
      searchTrigger({ ...edge, searchItems }),
      searchSimilarTrigger({ ...edge, searchSimilar }),
    ],
    cacheCounts: cache.counts,
  };
}

function withIndex<T>(maker: T, index: VectorIndex | undefined) {
  return index && { ...maker, index };
}
