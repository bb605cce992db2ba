import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { TextEncoder } from '../../shared/ports/encoders.js';
import { createTextEncoder } from '../encoders/hashed-text.js';
import type { ServedEncoders } from './served-encoders.js';

const space: VectorSpace = { model: 'hashed-text', version: '1', dimensions: 384 };

/** The encoder that needs no weights. */
export function openEncoders(): ServedEncoders {
  const encode = createTextEncoder(space.dimensions);
  const encoder: TextEncoder = {
    space,
    async encode(texts) {
      const vectors = new Float32Array(texts.length * space.dimensions);
      texts.forEach((text, row) => {
        const vector = encode([{ text, weight: 1 }], () => 1);
        if (vector) vectors.set(vector, row * space.dimensions);
      });
      return { vectors, truncated: texts.map(() => false) };
    },
    close: async () => undefined,
  };
  return { text: { encoder, device: () => ({ device: 'cpu' }) } };
}
