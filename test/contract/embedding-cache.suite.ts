import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddingCache } from '../../shared/ports/embedding-cache.js';

interface CacheUnderTest {
  readonly cache: EmbeddingCache;
  /** Lets time pass. */
  wait(ms: number): void;
}
export type NewCache = (limits: {
  readonly maxEntries: number;
  readonly maxSizeBytes: number;
  readonly ttlMs: number;
}) => CacheUnderTest;

const space = { model: 'm', version: '1', dimensions: 2 };
const embedding = (value: number, isTruncated = false) => ({
  vector: Float32Array.from([value, 1]),
  isTruncated,
});

export function embeddingCacheSuite(name: string, newCache: NewCache): void {
  describe(`${name} as a keeper of embeddings`, () => {
    let underTest = newCache({ maxEntries: 3, maxSizeBytes: 10_000, ttlMs: 1_000 });
    beforeEach(() => {
      underTest = newCache({ maxEntries: 3, maxSizeBytes: 10_000, ttlMs: 1_000 });
    });
    const cache = () => underTest.cache;

    it('finds what it kept of a text, and nothing of another', () => {
      cache().keep(space, 'mug', embedding(1, true));
      expect(cache().get(space, 'mug')).toEqual(embedding(1, true));
      expect(cache().get(space, 'Mug')).toBeUndefined();
      expect(cache().get(space, '__proto__')).toBeUndefined();
    });

    it('keeps spaces apart', () => {
      cache().keep(space, 'mug', embedding(1));
      expect(cache().get({ ...space, version: '2' }, 'mug')).toBeUndefined();
      expect(cache().get({ ...space, model: 'n' }, 'mug')).toBeUndefined();
    });

    it('keeps the values as they were, whatever becomes of the array', () => {
      const given = embedding(1);
      cache().keep(space, 'mug', given);
      given.vector.fill(9);
      expect(cache().get(space, 'mug')).toEqual(embedding(1));
    });

    it('lets the least recently used go where there are too many', () => {
      for (const text of ['a', 'b', 'c']) cache().keep(space, text, embedding(1));
      cache().get(space, 'a');
      cache().keep(space, 'd', embedding(1));
      expect(cache().get(space, 'b')).toBeUndefined();
      expect(cache().get(space, 'a')).toEqual(embedding(1));
    });

    it('lets others go where texts are long, and does not keep one that is too long', () => {
      cache().keep(space, 'a', embedding(1));
      cache().keep(space, 'b'.repeat(4_800), embedding(2));
      expect(cache().get(space, 'a')).toBeUndefined();
      cache().keep(space, 'c'.repeat(5_000), embedding(3));
      expect(cache().get(space, 'c'.repeat(5_000))).toBeUndefined();
    });

    it('lets one go when its time is over, though it was used', () => {
      cache().keep(space, 'a', embedding(1));
      underTest.wait(900);
      expect(cache().get(space, 'a')).toEqual(embedding(1));
      underTest.wait(200);
      expect(cache().get(space, 'a')).toBeUndefined();
    });

    it('counts how often it found something, and how often nothing', () => {
      cache().keep(space, 'a', embedding(1));
      for (const text of ['a', 'b', 'a']) cache().get(space, text);
      expect(cache().counts()).toEqual({ hits: 2, misses: 1 });
    });
  });
}
