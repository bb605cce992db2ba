import type { VectorSpace } from '../domain/vector-space.js';

/** What an encoder made of a text. */
export interface TextEmbedding {
  readonly vector: Float32Array;
  readonly isTruncated: boolean;
}

/** Embeddings that live for a while: bounded in number, bytes and age, the least recently used go first. */
export interface EmbeddingCache {
  /** What was kept of the same text in the same space. */
  get(space: VectorSpace, text: string): TextEmbedding | undefined;
  keep(space: VectorSpace, text: string, embedding: TextEmbedding): void;
  /** How often `get` found something, and found nothing, since the start. */
  counts(): { readonly hits: number; readonly misses: number };
}
