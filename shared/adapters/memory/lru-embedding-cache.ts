import { LRUCache } from 'lru-cache';
import { spaceName, type VectorSpace } from '../../domain/vector-space.js';
import type { EmbeddingCache, TextEmbedding } from '../../ports/embedding-cache.js';
import type { Clock } from '../../ports/runtime.js';

export interface EmbeddingCacheLimits {
  readonly maxEntries: number;
  /** Over all entries, texts included. */
  readonly maxSizeBytes: number;
  readonly ttlMs: number;
}

/** What an entry takes beside its text and its numbers, roughly. */
const entrySizeBytes = 250;

/** Embeddings in this process's memory; one is gone when the least used must make room, or `ttlMs` after it was kept. */
export function lruEmbeddingCache(
  { maxEntries, maxSizeBytes, ttlMs }: EmbeddingCacheLimits,
  clock: Clock,
): EmbeddingCache {
  const embeddings = new LRUCache<string, TextEmbedding>({
    max: maxEntries,
    maxSize: maxSizeBytes,
    sizeCalculation: ({ vector }, key) => vector.byteLength + 2 * key.length + entrySizeBytes,
    ttl: ttlMs,
    // The clock is asked each time: the age that it gives is the age there is.
    ttlResolution: 0,
    perf: { now: clock },
  });
  let hits = 0;
  let misses = 0;
  return {
    get(space, text) {
      const found = embeddings.get(keyOf(space, text));
      if (found) hits += 1;
      else misses += 1;
      return found;
    },
    keep(space, text, { vector, isTruncated }) {
      // A copy: the vector may be a row of a batch, all of which it would keep in memory.
      embeddings.set(keyOf(space, text), { vector: vector.slice(), isTruncated });
    },
    counts: () => ({ hits, misses }),
  };
}

const keyOf = (space: VectorSpace, text: string) => `${spaceName(space)}\n${text}`;
