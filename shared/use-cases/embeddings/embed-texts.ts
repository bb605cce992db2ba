import type { VectorSpace } from '../../domain/vector-space.js';
import type { EmbeddingCache, TextEmbedding } from '../../ports/embedding-cache.js';
import type { TextEncoder } from '../../ports/encoders.js';

export interface EmbeddedText extends TextEmbedding {
  /** Whether it was there already. */
  readonly isCached: boolean;
}

/** Texts as vectors, in order; the same text is encoded once, and not again while it is remembered. */
export interface EmbedTexts {
  readonly space: VectorSpace;
  /** Rejects as `TextEncoder.encode`. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly EmbeddedText[]>;
}

export function makeEmbedTexts(dependencies: {
  readonly encoder: TextEncoder;
  readonly cache: EmbeddingCache;
}): EmbedTexts {
  const { encoder, cache } = dependencies;
  const { space } = encoder;
  const encodeNew = async (texts: readonly string[], signal?: AbortSignal) => {
    const { vectors, truncated } = await encoder.encode(texts, signal);
    return texts.map((text, row) => {
      const start = row * space.dimensions;
      const vector = vectors.subarray(start, start + space.dimensions);
      const embedding = { vector, isTruncated: truncated[row] === true };
      cache.keep(space, text, embedding);
      return [text, { ...embedding, isCached: false }] as const;
    });
  };
  return {
    space,
    async embed(texts, signal) {
      const known = new Map<string, EmbeddedText>();
      const unknown = new Set<string>();
      for (const text of new Set(texts)) {
        const found = cache.get(space, text);
        if (found) known.set(text, { ...found, isCached: true });
        else unknown.add(text);
      }
      if (unknown.size > 0) {
        for (const [text, made] of await encodeNew([...unknown], signal)) known.set(text, made);
      }
      return texts.flatMap((text) => known.get(text) ?? []);
    },
  };
}
