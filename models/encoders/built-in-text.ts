import { wordsOf } from '../../shared/domain/text/words.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { BatchEncoder } from './hosting/batch-encoder.js';
import { createTextEncoder } from './text/hashed-text.js';
import { fixedRarity } from './text/rarity.js';
import { rotate } from './text/rotate.js';

const dimensions = 384;
/** As many as the learned encoder reads tokens. */
const wordLimit = 256;

/** A new version wherever any text gets another vector: what was encoded before is encoded anew then. */
export const builtInTextSpace: VectorSpace = { model: 'built-in-text', version: '1', dimensions };

/** Words and letter runs, hashed and projected: needs no weights and depends on nothing but its version. */
export function createBuiltInText(): BatchEncoder {
  const encode = createTextEncoder({ dimension: dimensions, wordLimit });
  return {
    async encodeTexts(texts) {
      const vectors = new Float32Array(texts.length * dimensions);
      texts.forEach((text, row) => {
        const vector = encode([{ text, weight: 1 }], fixedRarity);
        if (vector === undefined) return;
        rotate(vector);
        vectors.set(vector, row * dimensions);
      });
      return { vectors, truncated: texts.map(isTruncated) };
    },
    close: async () => undefined,
  };
}

/** A text of fewer letters than this has no more words than are read. */
const shortText = wordLimit * 2;

function isTruncated(text: string): boolean {
  return text.length >= shortText && wordsOf(text, wordLimit + 1).length > wordLimit;
}
